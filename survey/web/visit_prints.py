"""A visit on paper: its programme, the ballot with its count, and the notice of the result."""

from collections.abc import Sequence

from flask import Blueprint, make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.collect.tables import VisitKind
from survey.people.tables import Deputy
from survey.printing import look
from survey.printing import visits as paper
from survey.printing.visits import Notice, Paper, Programme, Stop
from survey.register import codes, district
from survey.visits import ballots, visits
from survey.visits.tables import Ballot, Mark, PanelMember, Visit
from survey.web import who
from survey.web.desk_visits import days_of
from survey.web.filters import day
from survey.web.language import language
from survey.web.transaction import db, settings, today
from survey.web.words import ballot_rule, word

blueprint = Blueprint("visit_prints", __name__)


@blueprint.get("/desk/visits/<code>/programme.pdf")
def programme(code: str) -> ResponseReturnValue:
    """The programme for the office to print."""
    return _programme(visits.of_office(db(), code))


@blueprint.get("/deputy/visits/<code>/programme.pdf")
def own_programme(code: str) -> ResponseReturnValue:
    """The programme for a member of the panel."""
    if (deputy := who.deputy()) is None:
        raise problems.PassNeeded()
    return _programme(visits.of_deputy(db(), deputy, code))


def _programme(found: Visit) -> ResponseReturnValue:
    is_secret = found.kind is VisitKind.UNANNOUNCED and found.released_at is None
    told = Programme(
        title=_title(found),
        unit=district.current(db()).name,
        warning=gettext("Please tell nobody: the departments must not know of this visit.") if is_secret else "",
        facts=[(gettext("Days"), days_of(found)), (gettext("Where to meet, and what else to know"), found.note)],
        route=gettext("Route"),
        stops=_stops(found),
        panel=gettext("Panel"),
        members=_members(found),
        notes=gettext("Notes"),
    )
    return as_pdf(paper.programme(told, language(), _look()), f"{found.code}.pdf")


def _stops(found: Visit) -> list[Stop]:
    living = codes.living_of(db(), [stop.site_id for stop in found.stops])
    address = district.public_url(db(), settings())
    return [
        Stop(
            project=stop.site.project.name,
            number=stop.site.project.number,
            site=" · ".join(filter(None, (stop.site.name, stop.site.address))),
            department=stop.site.project.department.name,
            link=f"{address}/S/{living[stop.site_id]}" if stop.site_id in living else "",
        )
        for stop in found.stops
    ]


def _members(found: Visit) -> list[str]:
    lead = visits.lead(found)
    return [_member(member, lead) for member in found.panel if member.recused_at is None]


def _member(member: PanelMember, lead: Deputy | None) -> str:
    leads = f" · {gettext('leads the panel')}" if lead is not None and member.deputy_id == lead.id else ""
    return f"{member.deputy.name} · {word(member.deputy.body)}{leads}"


@blueprint.get("/desk/visits/<code>/ballot.pdf")
def ballot(code: str) -> ResponseReturnValue:
    """Slips for a ballot on paper and the sheet of the count, filled in once a ballot on phones is closed."""
    found = visits.of_office(db(), code)
    opened = ballots.of_visit(db(), found)
    counts = _counts(found, opened)
    members = [member for member in found.panel if member.recused_at is None]
    result = word(ballots.result(counts, opened)) if counts and opened else ""
    told = Paper(
        title=gettext("Ballot"),
        about=_about(found),
        how=gettext("Please tick one box. No name, no sign: the ballot is secret."),
        marks=[word(mark) for mark in Mark],
        slips=len(members),
        count_title=gettext("Count of the ballot"),
        headings=(gettext("Mark"), gettext("Count")),
        counts=[str(counts[mark]) if counts else "" for mark in Mark],
        facts=[
            (gettext("Members of the panel"), str(opened.members if opened else len(members))),
            (gettext("Marks given"), str(sum(counts.values())) if counts else ""),
            (gettext("Result"), result),
        ],
        rule=ballot_rule(opened or ballots.by_the_rules(db())),
        signed=[gettext("Counted by"), gettext("Watched by"), gettext("Day")],
    )
    return as_pdf(paper.paper(told, language(), _look()), f"{found.code}-ballot.pdf")


@blueprint.get("/desk/visits/<code>/result.pdf")
def result(code: str) -> ResponseReturnValue:
    """The notice of a closed ballot's result; raises NotFound before."""
    found = visits.of_office(db(), code)
    opened = ballots.of_visit(db(), found)
    if opened is None or not (counts := _counts(found, opened)):
        raise problems.NotFound()
    rows = [(word(mark), str(count)) for mark, count in counts.items()]
    told = Notice(
        title=gettext("Result of the ballot"),
        unit=district.current(db()).name,
        about=_about(found),
        headings=(gettext("Mark"), gettext("Count")),
        counts=[*rows, (gettext("Members of the panel"), str(opened.members))],
        result=gettext("Result: %(word)s", word=word(ballots.result(counts, opened))),
        rule=ballot_rule(opened),
        day=day(opened.closed_at or today()),
    )
    return as_pdf(paper.notice(told, language(), _look()), f"{found.code}-result.pdf")


def _counts(found: Visit, opened: Ballot | None) -> dict[Mark, int]:
    """The counts of a closed ballot, nothing before."""
    return ballots.counts(db(), found) if opened is not None and opened.closed_at else {}


def _title(found: Visit) -> str:
    return str(gettext("Programme: %(kind)s", kind=word(found.kind)))


def _about(found: Visit) -> str:
    """Which visit the ballot is about."""
    projects: Sequence[str] = list(dict.fromkeys(stop.site.project.name for stop in found.stops))
    return f"{word(found.kind)} · {days_of(found)} · {'、'.join(projects)}"


def _look() -> look.Look:
    return look.of(district.current(db()))


def as_pdf(content: bytes, name: str) -> ResponseReturnValue:
    """Answer with a PDF that the browser shows."""
    answer = make_response(content)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
