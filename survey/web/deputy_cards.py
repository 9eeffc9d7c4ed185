"""A deputy's own marks of a project beside what everybody reads of the panel; never another deputy's."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import submissions
from survey.people.tables import Deputy
from survey.scorecards import district, panel, publication
from survey.scorecards.model import Leniency
from survey.scorecards.tables import PublishedCard
from survey.web import who
from survey.web.public import given_up
from survey.web.transaction import db, now, settings

blueprint = Blueprint("deputy_cards", __name__, url_prefix="/deputy/cards")

LEAST_SHEETS = 3
"""Own sheets from which one's strictness can be told from luck."""


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    """Own sheets of one project, how strictly one scores, and the published card."""
    deputy = who.deputy()
    if deputy is None:
        raise problems.PassNeeded()
    sheets = [sheet for sheet in submissions.of_deputy(db(), deputy.id) if sheet.number == number]
    if not sheets:
        raise problems.NotFound()
    return render_template(
        "deputy_card.html",
        project=sheets[0].project,
        number=number,
        sheets=sheets,
        strictness=_strictness(deputy),
        card=_published(number),
        given_up=given_up(number),
    )


def _strictness(deputy: Deputy) -> Leniency | None:
    """How this deputy scores beside colleagues at the same places; None while nobody can tell."""
    zone = settings().timezone
    period = district.period_at(db(), now(), zone)
    found = panel.of_deputy(district.background(db(), period, zone).panel, deputy.number)
    return found if found is not None and found.sheets >= LEAST_SHEETS else None


def _published(number: str) -> PublishedCard | None:
    try:
        return publication.latest(db(), number)
    except problems.NotPublished:
        return None
