"""A scanned or typed code: answered at once with the questionnaire itself."""

from uuid import uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey.collect import periods
from survey.register import codes
from survey.web.sheets import sheet_of, show
from survey.web.transaction import db, today

blueprint = Blueprint("scan", __name__)


@blueprint.get("/S/<code>")
@blueprint.get("/s/<code>")
def page(code: str) -> ResponseReturnValue:
    """The questionnaire of a site, with a freshly minted submission id in its form's address."""
    place = codes.of_code(db(), code)
    periods.current(db(), today())
    return show(sheet_of(place, uuid4()))


@blueprint.get("/code")
def typed() -> ResponseReturnValue:
    """Go to the site of a code that somebody typed."""
    return redirect(url_for("scan.page", code=codes.normalise(request.args.get("code", ""))), 303)
