"""Whether a deputy was near the site, where the deputy let the phone say so: a soft sign, never a gate or a track."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.arrivals import Arrival
from survey.collect.tables import Nearness, Submission


def note(session: Session, arrivals: Iterable[Arrival]) -> None:
    """Note what new sheets say about it; most say nothing."""
    for arrival in arrivals:
        if arrival.near is None:
            continue
        sheet = (Submission.id == arrival.submission_id, Submission.deputy_id == arrival.deputy_id)
        project_id = session.scalars(select(Submission.project_id).where(*sheet)).one()
        said = {"near": arrival.near, "accuracy_m": arrival.near_accuracy_m}
        session.add(Nearness(project_id=project_id, submission_id=arrival.submission_id, **said))
    session.flush()
