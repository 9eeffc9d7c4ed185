"""How much was said about projects at hearings and on visits to enterprises."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey.register.orders import Order, counted
from survey.rounds.hearing_tables import Hearing, HearingKind, Opinion

Said = Counter[HearingKind]
"""Opinions or demands by the kind of meeting."""


def of_projects(session: Session, project_ids: Collection[int]) -> Mapping[int, Said]:
    """What was said about each of these projects."""
    found: defaultdict[int, Said] = defaultdict(Counter)
    rows = session.execute(
        select(Opinion.project_id, Hearing.kind, func.count())
        .join(Opinion.hearing)
        .where(Opinion.project_id.in_(project_ids))
        .group_by(Opinion.project_id, Hearing.kind)
    )
    for project_id, kind, count in rows:
        if project_id is not None:
            found[project_id][kind] = count
    return found


def of_all(session: Session, of: Select[int] | None) -> Said:
    """What was said about these projects, or about all of them, together."""
    rules = [Opinion.project_id.is_not(None)] if of is None else [Opinion.project_id.in_(of)]
    rows = session.execute(
        select(Hearing.kind, func.count()).join(Opinion.hearing).where(*rules).group_by(Hearing.kind)
    )
    return Counter({kind: count for kind, count in rows})


def orders() -> dict[str, Order]:
    """What projects can be sorted by of it."""
    return {
        kind.value: counted(
            func.count(), Opinion, Opinion.hearing_id.in_(select(Hearing.id).where(Hearing.kind == kind)), missing=0
        )
        for kind in HearingKind
    }
