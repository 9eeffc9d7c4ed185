"""The front page."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.register import district
from survey.web.transaction import db

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
def front() -> ResponseReturnValue:
    """What this is, and the field for a code typed from a poster."""
    return render_template("front.html", district=district.current(db()))
