"""How many answers and scores came in by which road, for lists."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from survey.collect.counts import Hidden, shown
from survey.collect.tables import Channel, Submission, VisitKind
from survey.questionnaires.tables import Audience


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


def totals(session: Session, since: datetime, hidden: Hidden) -> dict[Audience, tuple[int, int]]:
    """All that counts, and how many of it came in since a moment: audience → (all, since)."""
    recent = func.sum(case((Submission.received_at >= since, 1), else_=0))
    rows = session.execute(
        select(Submission.audience, func.count(), recent).where(*shown(hidden)).group_by(Submission.audience)
    )
    return {audience: (count, int(new or 0)) for audience, count, new in rows}
