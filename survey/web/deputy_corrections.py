"""A deputy puts an own sheet right while the visit goes on: the same sheet once more, with the reason."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from flask import Blueprint
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import receipts
from survey.collect.tables import Submission
from survey.people.tables import Deputy
from survey.problems import N_
from survey.questionnaires import catalogue
from survey.register import codes
from survey.register.tables import SiteCode
from survey.visits import corrections
from survey.visits.tables import Visit
from survey.web import who
from survey.web.sheets import Sheet, show
from survey.web.transaction import db, today

LONGEST = 200
SAY_WHY = N_("Please say what was wrong; it is kept beside both sheets.")

blueprint = Blueprint("deputy_corrections", __name__, url_prefix="/deputy/corrections")
Form = Mapping[str, Sequence[str]]


@blueprint.get("/<uuid:submission_id>")
def page(submission_id: UUID) -> ResponseReturnValue:
    """The sheet as it was sent, to be sent once more under an id of its own."""
    sheet, visit = corrections.own(db(), _deputy(), submission_id)
    corrections.demand_open(visit, today())
    if (code := codes.living_of(db(), [sheet.site_id]).get(sheet.site_id)) is None:
        raise problems.NotFound()
    version, questionnaire = catalogue.of_id(db(), sheet.version_id)
    place = codes.of_code(db(), code)
    return show(Sheet(place, uuid4(), version, questionnaire, typed=_typed(sheet), visit=visit, corrects=submission_id))


def _deputy() -> Deputy:
    if (deputy := who.deputy()) is None:
        raise problems.PassNeeded()
    return deputy


def _typed(sheet: Submission) -> dict[str, Sequence[str]]:
    """A stored sheet's answers as a form would send them."""
    return {
        name: [str(each) for each in (value if isinstance(value, list) else [value])]
        for name, value in sheet.answers.items()
    }


def said(form: Form) -> tuple[UUID | None, str]:
    """Which sheet a form corrects, and why; raises NotFound when that is no id."""
    corrects = form.get("corrects", [""])[0]
    try:
        return UUID(corrects) if corrects else None, form.get("reason", [""])[0].strip()[:LONGEST]
    except ValueError:
        raise problems.NotFound() from None


def visit_of(corrects: UUID, place: SiteCode, submission_id: UUID) -> Visit:
    """The visit of the own sheet that is corrected at a site.

    Raises PassNeeded, NotFound, or NotNow; a correction that is stored already may arrive again at any time.
    """
    sheet, visit = corrections.own(db(), _deputy(), corrects)
    if sheet.site_id != place.site_id:
        raise problems.NotFound()
    if receipts.of_submission(db(), sheet.project_id, submission_id) is None:
        corrections.demand_open(visit, today())
    return visit
