"""How many answers and scores came in by which road, for lists."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, case, func, literal_column, select
from sqlalchemy.orm import Session

from survey.collect.counts import Hidden, shown
from survey.collect.tables import Channel, Submission, Tally, VisitKind, counting
from survey.questionnaires.tables import Audience, Version
from survey.register.orders import Order, counted

IS_SHEET = Submission.deputy_id > 0
"""Said so that the database looks in the index of deputies for the few sheets among all answers."""
IS_OVERALL = Tally.question == literal_column("'overall'")
"""Written out, so that the database sees that its index of overall grades will do."""


@dataclass
class Heard:
    """What came in about one project: residents by channel, deputies by kind of visit, and when the last did."""

    channels: Counter[Channel] = field(default_factory=Counter)
    visits: Counter[VisitKind] = field(default_factory=Counter)
    last_resident_at: datetime | None = None
    last_deputy_at: datetime | None = None


def of_projects(session: Session, project_ids: Collection[int], hidden: Hidden) -> dict[int, Heard]:
    """What came in about some projects, in one query; a project without any has empty counts."""
    heard = {project_id: Heard() for project_id in project_ids}
    columns = (Submission.project_id, Submission.audience, Submission.channel, Submission.visit_kind)
    rows = session.execute(
        select(*columns, func.count(), func.max(Submission.received_at))
        .where(Submission.project_id.in_(project_ids), *shown(hidden))
        .group_by(*columns)
    )
    for project_id, audience, channel, kind, count, last_at in rows:
        one = heard[project_id]
        if audience is Audience.DEPUTY:
            one.visits[kind or VisitKind.ANNOUNCED] += count
            one.last_deputy_at = max(filter(None, (one.last_deputy_at, last_at)))
        else:
            one.channels[channel] += count
            one.last_resident_at = max(filter(None, (one.last_resident_at, last_at)))
    return heard


def of_all(session: Session, of: Select[int] | None, hidden: Hidden) -> Heard:
    """What came in about these projects, or about all of them, together."""
    resident, deputy = Submission.audience != Audience.DEPUTY, Submission.audience == Audience.DEPUTY
    rules = [] if of is None else [Submission.project_id.in_(of)]
    counts = session.execute(
        select(
            *(func.count(case((and_(resident, Submission.channel == channel), 1))) for channel in Channel),
            *(func.count(case((and_(deputy, Submission.visit_kind == kind), 1))) for kind in VisitKind),
        ).where(*rules, *shown(hidden))
    ).one()
    channels = dict(zip(Channel, counts, strict=False))
    return Heard(Counter(channels), Counter(dict(zip(VisitKind, counts[len(channels) :], strict=True))))


def orders(hidden: Hidden) -> dict[str, Order]:
    """What projects can be sorted by of what came in about them, for somebody who may not know of some of it."""
    resident, deputy = Submission.audience != Audience.DEPUTY, Submission.audience == Audience.DEPUTY
    last = func.max(Submission.received_at)

    def number(*rules: ColumnElement[bool]) -> Order:
        return counted(func.count(), Submission, *rules, *shown(hidden), missing=0)

    return {
        "residents": number(resident),
        **{channel.value: number(resident, Submission.channel == channel) for channel in Channel},
        "last": counted(last, Submission, resident, *shown(hidden)),
        "deputies": number(deputy),
        **{kind.value: number(deputy, Submission.visit_kind == kind) for kind in VisitKind},
        "visited": counted(last, Submission, deputy, *shown(hidden)),
    }


def totals(session: Session, since: datetime, hidden: Hidden) -> dict[Audience, tuple[int, int]]:
    """All that counts, and how many of it came in since a moment: audience → (all, since).

    Residents' are counted from the index of the versions alone (`ix_submission_of_version`), a tenth of the time of
    reading the rows; only deputies' sheets, which are few, can be hidden.
    """
    recent = func.coalesce(func.sum(case((Submission.received_at >= since, 1), else_=0)), 0)
    by_version = session.execute(
        select(Submission.version_id, func.count(), recent).where(counting()).group_by(Submission.version_id)
    ).all()
    audiences = {version_id: audience for version_id, audience in session.execute(select(Version.id, Version.audience))}
    found: dict[Audience, tuple[int, int]] = {}
    for version_id, count, new in by_version:
        if (audience := audiences[version_id]) is not Audience.DEPUTY:
            before = found.get(audience, (0, 0))
            found[audience] = (before[0] + count, before[1] + int(new))
    sheets = session.execute(select(func.count(), recent).where(IS_SHEET, *shown(hidden)))
    count, new = sheets.one()
    return {**found, Audience.DEPUTY: (count, int(new))} if count else found


def graded(session: Session) -> dict[Channel, int]:
    """How many residents graded by each channel, from the tallies, the busiest channel first."""
    total = func.sum(Tally.count)
    rows = session.execute(
        select(Tally.channel, total).where(IS_OVERALL).group_by(Tally.channel).order_by(total.desc())
    )
    return {Channel(channel): int(count) for channel, count in rows if count}


def visits(session: Session, hidden: Hidden) -> dict[VisitKind, int]:
    """How many of deputies' sheets come from each kind of visit."""
    rows = session.execute(
        select(Submission.visit_kind, func.count()).where(IS_SHEET, *shown(hidden)).group_by(Submission.visit_kind)
    )
    return {kind: count for kind, count in rows if kind is not None}
