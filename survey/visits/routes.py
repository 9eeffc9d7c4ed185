"""A deputy's way on the road: the visits that are not over, and which of their stops this deputy has scored."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Submission
from survey.people.tables import Deputy
from survey.visits.tables import Visit, VisitSheet


def ahead(visits: Sequence[Visit], today: date) -> list[Visit]:
    """Those of a deputy's visits whose days are not over and whose seal holds, the next one first."""
    left = [visit for visit in visits if visit.closes_on >= today and visit.unsealed_at is None]
    return sorted(left, key=lambda visit: (visit.opens_on, visit.id))


def scored(session: Session, deputy: Deputy, visits: Sequence[Visit]) -> set[tuple[int, int]]:
    """(visit, site) of every stop that a deputy has scored."""
    rows = session.execute(
        select(VisitSheet.visit_id, Submission.site_id)
        .join(Submission, Submission.id == VisitSheet.submission_id)
        .where(VisitSheet.visit_id.in_([visit.id for visit in visits]), Submission.deputy_id == deputy.id)
    )
    return {(visit_id, site_id) for visit_id, site_id in rows}
