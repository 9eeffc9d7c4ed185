"""What cards are made of: counts of residents' answers and deputies' sheets, read from their tables.

Residents' answers come from tallies alone, so that a card costs the same after a thousand answers or ten million.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, or_, select
from sqlalchemy.orm import Session

from survey.collect.tables import Period, Submission, Tally, VisitKind
from survey.people.tables import Deputy
from survey.questionnaires.tables import Audience
from survey.register import mergers
from survey.scorecards import so_far, suppression
from survey.scorecards.deputies import Mark
from survey.scorecards.satisfaction import Floats
from survey.visits import sealing
from survey.visits.tables import VisitSheet

OVERALL = "overall"
IS_OVERALL = Tally.question == literal_column(f"'{OVERALL}'")
"""Written out, so that the database sees that its index of overall grades will do."""
GRADES = ("1", "2", "3", "4", "5")
UNKNOWN = "na"
AT_ONCE = 100
"""So many projects are named in one condition."""

Counts = Mapping[str, Mapping[str, int]]
"""Option counts by channel, of one question."""


def _within(period: Period | None) -> list[ColumnElement[bool]]:
    return [] if period is None else [Tally.day.between(period.opens_on, period.closes_on)]


def of_project(
    session: Session, project_id: int, period: Period | None, until: date | None = None
) -> dict[str, Counts]:
    """All counts of one project and those merged into it, up to and with a day if given.

    question → channel → option → count.
    """
    days = [] if until is None else [Tally.day <= until]
    rows = session.execute(
        select(Tally.question, Tally.channel, Tally.option, func.sum(Tally.count))
        .where(Tally.project_id.in_(mergers.members(session, project_id)), *_within(period), *days)
        .group_by(Tally.question, Tally.channel, Tally.option)
    )
    found: defaultdict[str, defaultdict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for question, channel, option, count in rows:
        if count:
            found[question][channel][option] = int(count)
    return {question: dict(channels) for question, channels in found.items()}


def together(counts: Counts) -> dict[str, int]:
    """Option counts over all channels."""
    sums: defaultdict[str, int] = defaultdict(int)
    for options in counts.values():
        for option, count in options.items():
            sums[option] += count
    return dict(sums)


def grades(options: Mapping[str, int]) -> Floats:
    """Counts of the grades 1…5 as an array."""
    return np.array([options.get(grade, 0) for grade in GRADES], float)


def of_district(session: Session, period: Period | None, before: date | None = None) -> dict[int, Floats]:
    """Each project's counts of the overall grades 1…5, of all days or of those before one."""
    days = [] if before is None else [Tally.day < before]
    rows = session.execute(
        select(Tally.project_id, Tally.option, func.sum(Tally.count))
        .where(IS_OVERALL, Tally.option.in_(GRADES), *_within(period), *days)
        .group_by(Tally.project_id, Tally.option)
    )
    found: defaultdict[int, Counter[str]] = defaultdict(Counter)
    heads = mergers.heads(session)
    for project_id, option, count in rows:
        found[heads.get(project_id, project_id)][option] += int(count)
    return {project_id: grades(options) for project_id, options in found.items()}


def by_channel(session: Session, period: Period | None, before: date | None = None) -> dict[int, dict[str, Floats]]:
    """Each project's counts of the overall grades 1…5 through each channel, of all days or of those before one."""
    days = [] if before is None else [Tally.day < before]
    rows = session.execute(
        select(Tally.project_id, Tally.channel, Tally.option, func.sum(Tally.count))
        .where(IS_OVERALL, Tally.option.in_(GRADES), *_within(period), *days)
        .group_by(Tally.project_id, Tally.channel, Tally.option)
    )
    found: defaultdict[int, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    heads = mergers.heads(session)
    for project_id, channel, option, count in rows:
        found[heads.get(project_id, project_id)][channel][option] += int(count)
    return {key: {channel: grades(options) for channel, options in of.items()} for key, of in found.items()}


def at_boundaries(
    session: Session, period: Period | None, before: date, project_id: int | None = None
) -> tuple[dict[int, Floats], dict[int, date]]:
    """Each project's counts of the overall grades at its last boundary before a day, and the day of that boundary.

    Boundaries are those of `so_far`: figures move at a day's end and only by five answers or more. Before the first
    one all earlier answers are given, which are then fewer than five and shown to nobody.
    """
    only = [] if project_id is None else [Tally.project_id.in_(mergers.members(session, project_id))]
    rules = [IS_OVERALL, Tally.option.in_(GRADES), Tally.day < before, *_within(period), *only]
    heads, count = mergers.heads(session), func.sum(Tally.count)
    days: defaultdict[int, Counter[date]] = defaultdict(Counter)
    of_days = select(Tally.project_id, Tally.day, count).where(*rules).group_by(Tally.project_id, Tally.day)
    for each, day, number in session.execute(of_days):
        days[heads.get(each, each)][day] += int(number)
    until = {each: so_far.last_boundary(given.items(), suppression.FEW) or max(given) for each, given in days.items()}
    sums: defaultdict[int, Counter[str]] = defaultdict(Counter)
    of_options = select(Tally.project_id, Tally.option, count).where(*rules).group_by(Tally.project_id, Tally.option)
    for each, option, number in session.execute(of_options):
        sums[heads.get(each, each)][option] += int(number)
    beyond = {each: until[each] for each, given in days.items() if max(given) > until[each]}
    for each, option, number in _beyond(session, of_options, beyond, heads):
        sums[heads.get(each, each)][option] -= int(number)
    return {each: grades(options) for each, options in sums.items()}, until


def _beyond(
    session: Session, of_options: Select[int, str, int], until: Mapping[int, date], heads: Mapping[int, int]
) -> Iterator[Any]:
    """The few counts that came after each project's boundary, by project and option."""
    members = [(each, until[head]) for each, head in heads.items() if head in until]
    wanted = [*members, *((each, day) for each, day in until.items() if each not in heads)]
    for some in (wanted[begin : begin + AT_ONCE] for begin in range(0, len(wanted), AT_ONCE)):
        later = or_(*(and_(Tally.project_id == each, Tally.day > day) for each, day in some))
        yield from session.execute(of_options.where(later))


def marks_of_district(
    session: Session, period: Period | None, zone: ZoneInfo, before: datetime | None = None
) -> dict[int, list[Mark]]:
    """Every project's scoring sheets that count, those that arrived before a moment if given."""
    rules = _sheets(period) if before is None else [*_sheets(period), Submission.received_at < before]
    columns = (Submission.project_id, Submission.score, Deputy.number, Submission.visit_kind, Submission.received_at)
    of_sheet = (VisitSheet.project_id == Submission.project_id) & (VisitSheet.submission_id == Submission.id)
    # The bound on deputy_id lets the index find the few sheets among millions of residents' answers.
    rows = session.execute(
        select(*columns, VisitSheet.visit_id)
        .join(Deputy, Deputy.id == Submission.deputy_id)
        .outerjoin(VisitSheet, of_sheet)
        .where(Submission.deputy_id > 0, *rules)
        .order_by(Submission.received_at, Submission.id)
    )
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    heads = mergers.heads(session)
    for row in rows:
        found[heads.get(row.project_id, row.project_id)].append(_mark(row, zone))
    return dict(found)


def state_of_sheets(session: Session, period: Period | None, before: datetime | None) -> tuple[Any, ...]:
    """What changes whenever a sheet comes, goes, is released or corrected, or projects are merged."""
    rules = _sheets(period) if before is None else [*_sheets(period), Submission.received_at < before]
    expected = func.sum(case((Submission.visit_kind == VisitKind.ANNOUNCED, 1), else_=0))
    marked = func.sum(case((Submission.visit_kind == VisitKind.ANNOUNCED, Submission.score), else_=0.0))
    figures = (func.count(), func.max(Submission.received_at), func.sum(Submission.score), expected, marked)
    merged = tuple(sorted(mergers.heads(session).items()))
    return (*session.execute(select(*figures).where(Submission.deputy_id > 0, *rules)).one(), merged)


def _sheets(period: Period | None) -> list[ColumnElement[bool]]:
    rules = [
        Submission.audience == Audience.DEPUTY,
        Submission.superseded_at.is_(None),
        Submission.score.is_not(None),
        Submission.id.not_in(sealing.unreleased()),
    ]
    return rules if period is None else [*rules, Submission.period_id == period.id]


def _mark(row: Any, zone: ZoneInfo) -> Mark:
    announced = row.visit_kind is VisitKind.ANNOUNCED
    return Mark(row.score, row.number, announced, row.received_at.astimezone(zone).date(), row.visit_id)
