"""A deputy's own page: whose pass is open, and what this deputy has scored."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import submissions
from survey.web import who
from survey.web.transaction import db

blueprint = Blueprint("deputy", __name__)


@blueprint.get("/deputy")
def page() -> ResponseReturnValue:
    """Own sheets only; without an open pass the refusal says what to do."""
    deputy = who.deputy()
    if deputy is None:
        raise problems.PassNeeded()
    return render_template("deputy.html", deputy=deputy, scored=submissions.of_deputy(db(), deputy.id))
