"""A scanned or typed code: answered at once with the questionnaire itself."""

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import events, periods
from survey.problems import N_
from survey.register import cancelling, codes
from survey.web import who
from survey.web.sheets import sheet_of, show
from survey.web.transaction import db, today

blueprint = Blueprint("scan", __name__)
PASS_ENDED = N_(
    "The deputy's pass in this browser has expired or was withdrawn, so this is the residents' questionnaire. "
    "To score as a deputy, please ask the office for a new pass."
)


@blueprint.get("/S/<code>")
@blueprint.get("/s/<code>")
def page(code: str) -> ResponseReturnValue:
    """The questionnaire of a site, with a freshly minted submission id in its form's address."""
    place = codes.of_code(db(), code)
    cancelling.check_goes_on(db(), place.site.project)
    periods.current(db(), today())
    sheet = sheet_of(place, uuid4(), event=request.args.get("event", "")[:40])
    return show(replace(sheet, problem=gettext(PASS_ENDED)) if who.has_ended_pass() else sheet)


@blueprint.get("/code")
def typed() -> ResponseReturnValue:
    """Go to the site, the event or the ticket of a code that somebody typed."""
    code = codes.normalise(request.args.get("code", ""))
    if (found := events.of_typed(db(), code)) is not None:
        return redirect(url_for("events.page", code=found.event, ticket=found.ticket or None), 303)
    return redirect(url_for("scan.page", code=code), 303)
