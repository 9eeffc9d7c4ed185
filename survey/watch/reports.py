"""Media reports: logged one by one or as pasted links, listed, and answered where they suggest something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.database import once
from survey.register.projects import words
from survey.register.tables import Department, Project
from survey.watch import links
from survey.watch.report_list import Line
from survey.watch.tables import MediaKind, MediaReport, Tone

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])

PAGE = 50
WEEK = timedelta(days=7)
WAITING = and_(MediaReport.suggestion != "", MediaReport.action == "")
"""Whether a report suggests something and nothing was done about it yet."""


AT_ONCE = 500
"""So many reports an export reads with one query."""
NEWEST = "-published"
WITH_PROJECT = joinedload(MediaReport.project).joinedload(Project.department)
ORDERS: Mapping[str, ColumnElement[Any]] = {
    "published": MediaReport.published_on.expression,
    "title": MediaReport.title.expression,
    "outlet": MediaReport.outlet.expression,
    "medium": case({kind: place for place, kind in enumerate(MediaKind)}, value=MediaReport.kind),
    "tone": case(
        {tone: place for place, tone in enumerate((Tone.CRITICAL, Tone.NEUTRAL, Tone.PRAISE))}, value=MediaReport.tone
    ),
    "project": Project.name.expression,
    "department": Department.name.expression,
    "suggestion": case((WAITING, 0), (MediaReport.suggestion != "", 1)),
    "action": MediaReport.action_at.expression,
}
"""What reports can be sorted by; a suggestion that waits comes first."""


@dataclass(frozen=True)
class Filter:
    """Which reports are asked for; empty values ask for all of them."""

    search: str = ""
    tone: Tone | None = None
    waiting: bool = False
    kind: MediaKind | None = None
    department: str = ""
    """Whose projects they are about."""


@dataclass(frozen=True)
class Totals:
    """How many reports there are, how many of each tone, and how many wait for an action."""

    count: int
    by_tone: dict[Tone, int]
    waiting: int
    new: int


@dataclass(frozen=True)
class Judged:
    """A line of a list of links: the report that has its link already, and whether the list has it twice."""

    line: Line
    known: MediaReport | None
    is_twice: bool

    @property
    def is_new(self) -> bool:
        return self.known is None and not self.is_twice


def log(session: Session, report: MediaReport) -> MediaReport:
    """Keep a report, one without a link once; raises LoggedAlready when its link is known."""
    if report.link:
        report.link_key = links.key(report.link)
        if session.scalar(select(MediaReport.id).where(MediaReport.link_key == report.link_key)) is not None:
            raise problems.LoggedAlready()
    return once(session, report, "title", "outlet", "published_on", "link_key")


def judge(session: Session, lines: Iterable[Line]) -> list[Judged]:
    """Say of each line whether it would be a new report, is logged already, or stands further up in the same list."""
    lines = list(lines)
    keys = [links.key(line.link) for line in lines]
    known: dict[str | None, MediaReport] = {}
    for begin in range(0, len(keys), AT_ONCE):
        found = select(MediaReport).where(MediaReport.link_key.in_(keys[begin : begin + AT_ONCE]))
        known |= {report.link_key: report for report in session.scalars(found)}
    seen: set[str] = set()
    judged = []
    for line, key in zip(lines, keys, strict=True):
        judged.append(Judged(line, known.get(key), is_twice=key in seen))
        seen.add(key)
    return judged


def bring(session: Session, lines: Iterable[Line], *, who: str, day: date, now: datetime) -> tuple[int, int]:
    """Log the reports of a list and return how many are new and how many were logged already."""
    ids = {number: project_id for number, project_id in session.execute(select(Project.number, Project.id))}
    judged = judge(session, lines)
    new = [each.line for each in judged if each.is_new]
    for line in new:
        report = _of_link(line.link, line.title, who=who, day=line.published_on or day, now=now)
        report.outlet, report.tone, report.suggestion = line.outlet, line.tone, line.suggestion
        report.project_id = ids.get(line.project)
        log(session, report)
    return len(new), len(judged) - len(new)


def _of_link(link: str, title: str, *, who: str, day: date, now: datetime) -> MediaReport:
    return MediaReport(
        outlet=links.outlet(link),
        kind=MediaKind.ONLINE,
        published_on=day,
        title=(title or links.outlet(link))[:200],
        link=link,
        tone=Tone.NEUTRAL,
        logged_by=who,
        logged_at=now,
    )


def of_id(session: Session, report_id: int) -> MediaReport:
    """Find a report with its project; raises NotFound."""
    found = session.scalar(
        select(MediaReport).where(MediaReport.id == report_id).options(joinedload(MediaReport.project))
    )
    if found is None:
        raise problems.NotFound()
    return found


def act(report: MediaReport, action: str, *, who: str, now: datetime) -> None:
    """Note what was done about a report."""
    report.action, report.action_by, report.action_at = action, who, now


def page(
    session: Session, filter_: Filter, *, order: str = NEWEST, after: int = 0, limit: int = PAGE
) -> list[MediaReport]:
    """The reports that follow the one with the id `after`; a minus before `order` turns it round."""
    column, falls = ORDERS[order.removeprefix("-")], order.startswith("-")
    statement = _matching(select(MediaReport), filter_)
    if after:
        statement = statement.where(_behind(session, column, after, falls=falls))
    way = (column.desc(), MediaReport.id.desc()) if falls else (column.asc(), MediaReport.id.asc())
    return list(session.scalars(statement.options(WITH_PROJECT).order_by(way[0].nulls_last(), way[1]).limit(limit)))


def _behind(session: Session, column: ColumnElement[Any], after: int, *, falls: bool) -> ColumnElement[bool]:
    """Whether a report stands behind the one with this id, in the order of a column and then of ids."""
    last = session.scalar(_of_projects(select(column).select_from(MediaReport)).where(MediaReport.id == after))
    later = MediaReport.id < after if falls else MediaReport.id > after
    if last is None:
        return and_(column.is_(None), later)
    return or_(column < last if falls else column > last, and_(column == last, later), column.is_(None))


def in_order(session: Session, filter_: Filter, *, order: str = NEWEST) -> Iterator[MediaReport]:
    """All reports of a filter, a few hundred at a time; an export sorts once."""
    column, falls = ORDERS[order.removeprefix("-")], order.startswith("-")
    way = (column.desc(), MediaReport.id.desc()) if falls else (column.asc(), MediaReport.id.asc())
    ids = list(session.scalars(_matching(select(MediaReport.id), filter_).order_by(way[0].nulls_last(), way[1])))
    for some in (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE)):
        found = select(MediaReport).where(MediaReport.id.in_(some)).options(WITH_PROJECT)
        by_id = {report.id: report for report in session.scalars(found)}
        yield from (by_id[report_id] for report_id in some)


def departments(session: Session) -> list[str]:
    """The names of all departments that a report is about."""
    named = select(Department.name).join(Project).join(MediaReport, MediaReport.project_id == Project.id)
    return list(session.scalars(named.distinct().order_by(Department.name)))


def totals(session: Session, filter_: Filter, since: datetime) -> Totals:
    """Count what a filter finds, and what of it was logged since a moment."""
    columns = (
        func.count(),
        func.sum(case((WAITING, 1), else_=0)),
        func.sum(case((MediaReport.logged_at >= since, 1), else_=0)),
    )
    rows = list(session.execute(_matching(select(MediaReport.tone, *columns), filter_).group_by(MediaReport.tone)))
    by_tone = {tone: count for tone, count, _, _ in rows}
    return Totals(sum(by_tone.values()), by_tone, sum(row[2] for row in rows), sum(row[3] for row in rows))


def _matching(statement: Statement, filter_: Filter) -> Statement:
    conditions: list[ColumnElement[bool]] = []
    for word in words(filter_.search):
        said = (MediaReport.title, MediaReport.outlet, MediaReport.suggestion, Project.name, Project.number)
        conditions.append(or_(*(column.icontains(word, autoescape=True) for column in said)))
    if filter_.tone is not None:
        conditions.append(MediaReport.tone == filter_.tone)
    if filter_.waiting:
        conditions.append(WAITING)
    if filter_.kind is not None:
        conditions.append(MediaReport.kind == filter_.kind)
    if filter_.department:
        conditions.append(Department.name == filter_.department)
    return _of_projects(statement).where(*conditions)


def _of_projects(statement: Statement) -> Statement:
    return statement.outerjoin(Project, Project.id == MediaReport.project_id).outerjoin(Project.department)
