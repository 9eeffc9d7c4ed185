"""Media reports: logged one by one or as pasted links, listed, and answered where they suggest something."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.register.projects import words
from survey.register.tables import Project
from survey.watch import links
from survey.watch.report_list import Line
from survey.watch.tables import MediaKind, MediaReport, Tone

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])

PAGE = 50
WAITING = and_(MediaReport.suggestion != "", MediaReport.action == "")
"""Whether a report suggests something and nothing was done about it yet."""


@dataclass(frozen=True)
class Filter:
    """Which reports are asked for; empty values ask for all of them."""

    search: str = ""
    tone: Tone | None = None
    waiting: bool = False


@dataclass(frozen=True)
class Totals:
    """How many reports there are, how many of each tone, and how many wait for an action."""

    count: int
    by_tone: dict[Tone, int]
    waiting: int
    new: int


def log(session: Session, report: MediaReport) -> MediaReport:
    """Keep a report; raises LoggedAlready when its link is known."""
    if report.link:
        report.link_key = links.key(report.link)
        if session.scalar(select(MediaReport.id).where(MediaReport.link_key == report.link_key)) is not None:
            raise problems.LoggedAlready()
    session.add(report)
    session.flush()
    return report


def paste(session: Session, text: str, *, who: str, day: date, now: datetime) -> tuple[int, int, list[str]]:
    """Log a report for every link of a text, a link and perhaps its title on each line.

    Returns how many are new, how many were known, and the lines that hold no link.
    """
    new, known, unread = 0, 0, []
    for line in filter(None, map(str.strip, text.splitlines())):
        link, _, title = line.partition("\t") if "\t" in line else line.partition(" ")
        try:
            log(session, _of_link(links.check(link), title.strip(), who=who, day=day, now=now))
            new += 1
        except problems.LoggedAlready:
            known += 1
        except problems.NotALink:
            unread.append(line[:100])
    return new, known, unread


def bring(session: Session, lines: Iterable[Line], *, who: str, day: date, now: datetime) -> tuple[int, int]:
    """Log the reports of a spreadsheet and return how many are new and how many were logged already."""
    ids = {number: project_id for number, project_id in session.execute(select(Project.number, Project.id))}
    new, known = 0, 0
    for line in lines:
        report = _of_link(line.link, line.title, who=who, day=line.published_on or day, now=now)
        report.outlet, report.tone, report.suggestion = line.outlet, line.tone, line.suggestion
        report.project_id = ids.get(line.project)
        try:
            log(session, report)
            new += 1
        except problems.LoggedAlready:
            known += 1
    return new, known


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


def page(session: Session, filter_: Filter, *, after: int = 0, limit: int = PAGE) -> list[MediaReport]:
    """The reports that follow the one with the id `after`, the newest first."""
    statement = _matching(select(MediaReport).options(joinedload(MediaReport.project)), filter_)
    if after and (last := session.get(MediaReport, after)) is not None:
        older = MediaReport.published_on < last.published_on
        statement = statement.where(
            or_(older, and_(MediaReport.published_on == last.published_on, MediaReport.id < after))
        )
    return list(
        session.scalars(statement.order_by(MediaReport.published_on.desc(), MediaReport.id.desc()).limit(limit))
    )


def in_order(session: Session, filter_: Filter) -> Iterator[MediaReport]:
    """All reports of a filter, a few hundred at a time."""
    after = 0
    while found := page(session, filter_, after=after, limit=500):
        yield from found
        after = found[-1].id


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
    return statement.outerjoin(Project, Project.id == MediaReport.project_id).where(*conditions)
