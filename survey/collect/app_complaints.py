"""Complaints about this app itself: anybody may write one, the office says what it did about it."""

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import AppComplaint

MOST_A_DAY = 500
"""So many of a whole district are taken in 24 hours; more is somebody's machine."""
LISTED = 200


def file(session: Session, text: str, now: datetime) -> AppComplaint:
    """Keep a complaint; raises TooManyComplaints when the day has had its fill."""
    lately = select(func.count()).where(AppComplaint.received_at > now - timedelta(days=1))
    if (session.scalar(lately) or 0) >= MOST_A_DAY:
        raise problems.TooManyComplaints()
    made = AppComplaint(text=text, received_at=now)
    session.add(made)
    session.flush()
    return made


def newest(session: Session) -> list[AppComplaint]:
    """What was not settled first, then the newest."""
    order = (AppComplaint.settled_at.is_not(None), AppComplaint.id.desc())
    return list(session.scalars(select(AppComplaint).order_by(*order).limit(LISTED)))


def of_id(session: Session, complaint_id: int) -> AppComplaint:
    """Find one; raises NotFound."""
    if (found := session.get(AppComplaint, complaint_id)) is None:
        raise problems.NotFound()
    return found


def settle(complaint: AppComplaint, done: str, *, who: str, now: datetime) -> None:
    """Say what was done about a complaint; raises NotNow when somebody said so already."""
    if complaint.settled_at is not None:
        raise problems.NotNow()
    complaint.settled_at, complaint.settled_by, complaint.done = now, who, done
