"""Sealed scores: nobody sees another's before all of the panel have sent theirs or the visit is closed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, update
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.arrivals import Arrival
from survey.collect.tables import Nearness, Submission
from survey.people import audit
from survey.people.tables import Deputy
from survey.register.tables import Site
from survey.visits import visits
from survey.visits.tables import ClosedSite, PanelMember, Visit, VisitSheet, VisitStop


def attach(session: Session, arrivals: Iterable[Arrival]) -> list[Submission]:
    """Note to which visit each new sheet belongs, and give all sheets that are not under seal now.

    The last sheet of a visit breaks its seal, and then all sheets of that visit are among those given.
    """
    free: list[Submission] = []
    for arrival in arrivals:
        of_deputy = (Submission.deputy_id == arrival.deputy_id, Submission.id == arrival.submission_id)
        sheet = session.scalars(select(Submission).where(*of_deputy)).one()
        if arrival.visit_id is None:
            free.append(sheet)
            continue
        visit = session.get_one(Visit, arrival.visit_id)
        session.add(VisitSheet(project_id=sheet.project_id, submission_id=sheet.id, visit_id=visit.id))
        session.flush()
        _supersede_earlier(session, visit, sheet)
        if visit.unsealed_at is not None:
            free.append(sheet)
        elif is_complete(session, visit):
            visit.unsealed_at = sheet.received_at
            free += sheets_of(session, visit)
    return free


def _supersede_earlier(session: Session, visit: Visit, sheet: Submission) -> None:
    """Let what the same deputy sent before from this site of the visit count no more, whatever the day."""
    same = [column == getattr(sheet, column.key) for column in (Submission.project_id, Submission.deputy_id)]
    session.execute(
        update(Submission)
        .where(*same, Submission.site_id == sheet.site_id, Submission.id.in_(_of(visit)), Submission.id != sheet.id)
        .where(Submission.superseded_at.is_(None))
        .values(superseded_at=sheet.received_at)
    )


def is_complete(session: Session, visit: Visit) -> bool:
    """Whether every member of the panel who did not recuse has scored every site, or found it closed."""
    members = select(func.count()).where(PanelMember.visit_id == visit.id, PanelMember.recused_at.is_(None))
    stops = select(func.count()).where(VisitStop.visit_id == visit.id)
    wanted = (session.scalar(members) or 0) * (session.scalar(stops) or 0)
    scored = select(Submission.deputy_id, Submission.site_id).where(Submission.id.in_(_of(visit)))
    closed = select(ClosedSite.deputy_id, ClosedSite.site_id).where(ClosedSite.visit_id == visit.id)
    pairs = scored.union(closed)
    return wanted == session.scalar(select(func.count()).select_from(pairs.subquery()))


def close(session: Session, visit: Visit, actor: str, now: datetime) -> list[Submission]:
    """End a visit and break its seal; gives its sheets. Raises NotNow when that was done or it was cancelled."""
    if visit.unsealed_at is not None or visit.cancelled_at is not None:
        raise problems.NotNow()
    visit.unsealed_at = now
    audit.record(session, actor, "visit_closed", visit.code, now)
    return sheets_of(session, visit)


def release(session: Session, visit: Visit, actor: str, now: datetime) -> None:
    """Let everybody know of an unannounced visit and its scores; raises NotNow while it is sealed."""
    if visit.unsealed_at is None or visit.released_at is not None:
        raise problems.NotNow()
    visit.released_at = now
    audit.record(session, actor, "visit_released", visit.code, now)


def sheets_of(session: Session, visit: Visit) -> list[Submission]:
    """A visit's sheets that count."""
    counting = select(Submission).where(Submission.id.in_(_of(visit)), Submission.superseded_at.is_(None))
    return list(session.scalars(counting.order_by(Submission.received_at)))


def scores(session: Session, visit: Visit) -> list[Row[tuple[str, str, float | None]]]:
    """(deputy, site, score) of an unsealed visit; raises NotNow while it is sealed."""
    if visit.unsealed_at is None:
        raise problems.NotNow()
    return list(
        session.execute(
            select(Deputy.name, Site.name, Submission.score)
            .join(Deputy, Deputy.id == Submission.deputy_id)
            .join(Site, Site.id == Submission.site_id)
            .where(Submission.id.in_(_of(visit)), Submission.superseded_at.is_(None))
            .order_by(Site.name, Deputy.number)
        )
    )


def near(session: Session, visit: Visit) -> Sequence[Row[*tuple[Any, ...]]]:
    """(deputy, site, near, accuracy in metres) of an unsealed visit's sheets that say so; none while it is sealed."""
    if visit.unsealed_at is None:
        return ()
    return session.execute(
        select(Deputy.name, Site.name, Nearness.near, Nearness.accuracy_m)
        .join(Submission, Submission.id == Nearness.submission_id)
        .join(Deputy, Deputy.id == Submission.deputy_id)
        .join(Site, Site.id == Submission.site_id)
        .where(Submission.id.in_(_of(visit)), Submission.superseded_at.is_(None))
        .order_by(Site.name, Deputy.number)
    ).all()


def sealed() -> Select[UUID]:
    """The ids of all sheets under seal."""
    return (
        select(VisitSheet.submission_id)
        .join(Visit, Visit.id == VisitSheet.visit_id)
        .where(Visit.unsealed_at.is_(None), Visit.cancelled_at.is_(None))
    )


def unreleased() -> Select[UUID]:
    """The ids of all sheets that only the office and the panel may know of."""
    return (
        select(VisitSheet.submission_id)
        .join(Visit, Visit.id == VisitSheet.visit_id)
        .where((Visit.unsealed_at.is_(None)) | ~visits.is_public())
    )


def _of(visit: Visit) -> Select[UUID]:
    return select(VisitSheet.submission_id).where(VisitSheet.visit_id == visit.id)
