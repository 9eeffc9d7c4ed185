"""Corrected sheets: a deputy's later revision with its reason; the earlier one stays, and counts no more."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.arrivals import Arrival
from survey.collect.tables import Correction, Submission


def note(session: Session, arrivals: Iterable[Arrival]) -> None:
    """Note what new sheets correct; the visit's room lets the corrected ones count no more."""
    for arrival in arrivals:
        if arrival.corrects is None:
            continue
        sheet = (Submission.id == arrival.submission_id, Submission.deputy_id == arrival.deputy_id)
        project_id = session.scalars(select(Submission.project_id).where(*sheet)).one()
        session.add(
            Correction(
                project_id=project_id,
                submission_id=arrival.submission_id,
                corrects_id=arrival.corrects,
                reason=arrival.correction_reason,
            )
        )
    session.flush()
