"""Interviews: questionnaires that staff fill in with people, one after the other, and how many a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from survey.collect.arrivals import Arrival
from survey.collect.tables import Interview
from survey.people.tables import Account
from survey.register import codes
from survey.register.tables import Project, Site

RECENT = 10


@dataclass(frozen=True)
class Count:
    """How many interviews one member of staff held on one day at one site."""

    account: str
    project: str
    site: str
    count: int


def note(session: Session, arrivals: Iterable[Arrival]) -> None:
    """Note who held the interviews that were just stored."""
    held = list(arrivals)
    places = codes.sites_of(session, {arrival.code for arrival in held})
    for arrival in held:
        place = places[arrival.code]
        assert isinstance(place, codes.Place)
        session.add(
            Interview(
                project_id=place.project_id,
                submission_id=arrival.submission_id,
                account_id=arrival.interviewer_id,
                site_id=place.site_id,
                day=arrival.day,
            )
        )
    session.flush()


def counts(session: Session, day: date, *, account_id: int | None = None) -> list[Count]:
    """The interviews of a day by person and site, of one person only when one is named."""
    query = (
        select(Account.name, Project.name, Site.name, func.count())
        .select_from(Interview)
        .join(Account, Account.id == Interview.account_id)
        .join(Site, Site.id == Interview.site_id)
        .join(Project, Project.id == Interview.project_id)
        .where(Interview.day == day)
        .group_by(Account.name, Project.number, Project.name, Site.id, Site.name)
        .order_by(Account.name, Project.number, Site.id)
    )
    if account_id is not None:
        query = query.where(Interview.account_id == account_id)
    return [Count(*row) for row in session.execute(query)]


def recent_sites(session: Session, account_id: int) -> list[Site]:
    """The sites where somebody held interviews last, the latest day first."""
    last = func.max(Interview.day)
    query = (
        select(Interview.site_id)
        .where(Interview.account_id == account_id)
        .group_by(Interview.site_id)
        .order_by(last.desc(), func.count().desc())
        .limit(RECENT)
    )
    ids = list(session.scalars(query))
    found = session.scalars(select(Site).where(Site.id.in_(ids)).options(joinedload(Site.project)))
    by_id = {site.id: site for site in found if site.removed_at is None}
    return [by_id[site_id] for site_id in ids if site_id in by_id]
