"""Which sheets may still be corrected: a deputy's own, while the visit's days last and its seal holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session, aliased

from survey import problems
from survey.collect.tables import Correction, Submission
from survey.people.tables import Deputy
from survey.register.tables import Site
from survey.visits.tables import Visit, VisitSheet


def own(session: Session, deputy: Deputy, submission_id: UUID) -> tuple[Submission, Visit]:
    """A deputy's own sheet with its visit; raises NotFound for every other, and for one that belongs to no visit."""
    found = session.execute(_own(deputy).where(Submission.id == submission_id)).one_or_none()
    if found is None:
        raise problems.NotFound()
    return found.Submission, found.Visit


def demand_open(visit: Visit, day: date) -> None:
    """Raise NotNow unless a visit's sheets may be corrected on a day: then the others' scores are still unknown."""
    if visit.unsealed_at is not None or visit.cancelled_at is not None or not visit.opens_on <= day <= visit.closes_on:
        raise problems.NotNow()


def open_of_deputy(session: Session, deputy: Deputy, day: date) -> set[UUID]:
    """The ids of a deputy's sheets that count and may be corrected on a day."""
    sealed = (Visit.unsealed_at.is_(None), Visit.cancelled_at.is_(None))
    days = (Visit.opens_on <= day, Visit.closes_on >= day)
    rows = session.execute(_own(deputy).where(*sealed, *days, Submission.superseded_at.is_(None)))
    return {row.Submission.id for row in rows}


def of_visit(session: Session, visit: Visit) -> Sequence[Row[*tuple[Any, ...]]]:
    """The corrections in a visit whose seal is broken: name, site, reason, score before and after, the oldest first."""
    if visit.unsealed_at is None:
        return ()
    before, after = aliased(Submission), aliased(Submission)
    return session.execute(
        select(Deputy.name, Site.name.label("site"), Correction.reason, before.score, after.score.label("after"))
        .join(VisitSheet, VisitSheet.submission_id == Correction.submission_id)
        .join(before, before.id == Correction.corrects_id)
        .join(after, after.id == Correction.submission_id)
        .join(Deputy, Deputy.id == after.deputy_id)
        .join(Site, Site.id == after.site_id)
        .where(VisitSheet.visit_id == visit.id)
        .order_by(after.received_at)
    ).all()


def _own(deputy: Deputy) -> Select[Submission, Visit]:
    return (
        select(Submission, Visit)
        .join(VisitSheet, VisitSheet.submission_id == Submission.id)
        .join(Visit, Visit.id == VisitSheet.visit_id)
        .where(Submission.deputy_id == deputy.id)
    )
