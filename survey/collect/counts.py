"""How many answers came in, for lists and pages that only say how many."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Photo, Submission, counting
from survey.database import Base
from survey.people.tables import Deputy
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, Site

EVERYTHING: dict[str, type[Base]] = {
    "projects": Project,
    "sites": Site,
    "deputies": Deputy,
    "submissions": Submission,
    "photos": Photo,
}


def of_everything(session: Session) -> dict[str, int]:
    """How many of each are stored, every submission included; for whoever watches over the deployment."""
    return {name: _rows(session, table) for name, table in EVERYTHING.items()}


def _rows(session: Session, table: type[Base]) -> int:
    rule = [Site.removed_at.is_(None)] if table is Site else []
    return session.scalar(select(func.count()).select_from(table).where(*rule)) or 0


Hidden = Select[UUID] | None
"""The sheets of which whoever looks may not even know that they are there; None for who may know of all."""


def shown(hidden: Hidden) -> tuple[ColumnElement[bool], ...]:
    """Which submissions count, for somebody who may not know of some of them."""
    counts = (counting(),)
    return counts if hidden is None else (*counts, Submission.id.not_in(hidden))


@dataclass
class Count:
    """Residents' answers and deputies' scores that count, and when the last of them arrived."""

    residents: int = 0
    deputies: int = 0
    last_at: datetime | None = None


def of_projects(session: Session, project_ids: Collection[int], hidden: Hidden) -> dict[int, Count]:
    """Count the answers of some projects in one query; a project without any has a Count of zeros."""
    counts = {project_id: Count() for project_id in project_ids}
    rows = session.execute(
        select(Submission.project_id, Submission.audience, func.count())
        .where(Submission.project_id.in_(project_ids), *shown(hidden))
        .group_by(Submission.project_id, Submission.audience)
    )
    for project_id, audience, number in rows:
        _put(counts[project_id], audience, number)
    return counts


def of_sites(session: Session, sites: Collection[Site], hidden: Hidden) -> dict[int, Count]:
    """Count the answers given at some sites in one query."""
    counts = {site.id: Count() for site in sites}
    rows = session.execute(
        select(Submission.site_id, Submission.audience, func.count(), func.max(Submission.received_at))
        .where(Submission.site_id.in_(list(counts)), *shown(hidden))
        .group_by(Submission.site_id, Submission.audience)
    )
    for site_id, audience, number, last_at in rows:
        count = counts[site_id]
        _put(count, audience, number)
        count.last_at = max(filter(None, (count.last_at, last_at)))
    return counts


def _put(count: Count, audience: Audience, number: int) -> None:
    if audience is Audience.DEPUTY:
        count.deputies = number
    else:
        count.residents = number
