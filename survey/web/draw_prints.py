"""The minute of a draw on paper, before the draw with what is fixed, afterwards with what was drawn."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people.tables import Body
from survey.printing import draws as paper
from survey.printing import look
from survey.printing.draws import List, Minute
from survey.register import district
from survey.register.tables import ProjectState
from survey.visits import draws, visits
from survey.visits.tables import Draw
from survey.web.filters import moment
from survey.web.language import language
from survey.web.transaction import db
from survey.web.visit_prints import as_pdf
from survey.web.words import word

blueprint = Blueprint("draw_prints", __name__, url_prefix="/desk/visits/draws")

KNOWN = {each.value: each for kind in (ProjectState, Body) for each in kind}
"""The strata that are kept by their values."""


@blueprint.get("/<code>/minute.pdf")
def minute(code: str) -> ResponseReturnValue:
    """The minute for the office to print and to have signed."""
    found = draws.of_code(db(), code)
    told = Minute(
        title=gettext("Minute of the draw"),
        unit=district.current(db()).name,
        code=found.code,
        warning=_warning(found),
        facts=_facts(found),
        checked=_checked(found),
        drawn=_drawn(found),
        signed=[gettext("Drawn by"), gettext("Witnessed by"), gettext("Day")],
        candidates=[
            _candidates(gettext("The projects that could be drawn"), found.candidates["projects"]),
            _candidates(gettext("The deputies who could be drawn"), found.candidates["deputies"]),
        ],
        how=gettext("Check it: survey draw --verify %(code)s", code=found.code),
    )
    return as_pdf(paper.pdf(told, language(), look.of(district.current(db()))), f"{found.code}-minute.pdf")


def _warning(draw: Draw) -> str:
    """Ask for silence until the visit that was drawn is released."""
    is_secret = draw.revealed_at is not None and visits.is_secret(db(), draw)
    return gettext("Please tell nobody: the departments must not know of this visit.") if is_secret else ""


def _facts(draw: Draw) -> list[tuple[str, str]]:
    replaced = db().get(Draw, draw.replaces_id) if draw.replaces_id else None
    before, after = (draw.result or {}).get("groups", ("", ""))
    return [
        (gettext("Candidates"), _numbers(len(draw.candidates["projects"]), len(draw.candidates["deputies"]))),
        (gettext("To be drawn"), _numbers(draw.candidates["wish"]["projects"], draw.candidates["wish"]["deputies"])),
        (gettext("List fixed at"), f"{moment(draw.committed_at)} · {draw.made_by}"),
        (gettext("Commitment"), draw.commitment),
        (gettext("Drawn at"), moment(draw.revealed_at) if draw.revealed_at else ""),
        (gettext("Seed"), draw.seed if draw.revealed_at else ""),
        (gettext("Instead of the draw"), replaced.code if replaced else ""),
        (gettext("Why again"), draw.reason),
        (gettext("Groups that no deputy links"), f"{before} → {after}" if after != "" else ""),
    ]


def _numbers(projects: int, deputies: int) -> str:
    return str(gettext("%(projects)s projects, %(deputies)s deputies", projects=projects, deputies=deputies))


def _checked(draw: Draw) -> str:
    match draws.fault(db(), draw):
        case "log":
            return str(gettext("This record was changed: the audit log says otherwise who drew, when or why."))
        case "":
            said = gettext("Drawn again from the record just now: commitment and result fit, and the audit log agrees.")
            return str(said) if draw.revealed_at else ""
        case _:
            return str(gettext("This record was changed: the result does not follow from it."))


def _drawn(draw: Draw) -> list[List]:
    result, names = draw.result or {"projects": [], "deputies": []}, draws.names(db(), draw)
    stratum = {each["number"]: each["stratum"] for kind in ("projects", "deputies") for each in draw.candidates[kind]}
    numbers = [project["number"] for project in result["projects"]]
    return [
        List(
            heading,
            (gettext("Number"), whose, gettext("Stratum")),
            [(number, names.get(number, ""), in_words(stratum[number])) for number in drawn],
        )
        for heading, whose, drawn in (
            (gettext("Projects"), gettext("Project"), numbers),
            (gettext("Deputies"), gettext("Deputy"), result["deputies"]),
        )
    ]


def _candidates(heading: str, candidates: Sequence[Mapping[str, Any]]) -> List:
    rows = [(each["number"], in_words(each["stratum"]), f"{each['weight']:.2f}") for each in candidates]
    return List(heading, (gettext("Number"), gettext("Stratum"), gettext("Weight")), rows)


def in_words(stratum: str) -> str:
    """A stratum as the page says it."""
    return word(KNOWN[stratum]) if stratum in KNOWN else stratum
