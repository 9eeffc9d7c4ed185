"""Periods: the stretches of days whose answers belong together."""

from datetime import date, datetime

from sqlalchemy import Date, bindparam, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Period

OPEN = (
    select(Period)
    .where(bindparam("day", type_=Date).between(Period.opens_on, Period.closes_on), Period.closed_at.is_(None))
    .order_by(Period.opens_on.desc())
    .limit(1)
)
OPEN_ID = OPEN.with_only_columns(Period.id)


def current(session: Session, today: date) -> Period:
    """The period that takes answers today; raises ClosedPeriod when there is none."""
    period: Period | None = session.scalar(OPEN, {"day": today})
    if period is None:
        raise problems.ClosedPeriod()
    return period


def all_of(session: Session) -> list[Period]:
    """Every period, the newest first."""
    return list(session.scalars(select(Period).order_by(Period.opens_on.desc())))


def open_period(session: Session, name: str, opens_on: date, closes_on: date) -> Period:
    """Add a period; its name must be new and its days in order, or the database refuses."""
    period = Period(name=name, opens_on=opens_on, closes_on=closes_on)
    session.add(period)
    session.flush()
    return period


def close(period: Period, now: datetime) -> None:
    """End a period before its last day; ending it twice changes nothing."""
    period.closed_at = period.closed_at or now


def of_id(session: Session, period_id: int) -> Period:
    """Find a period; raises NotFound."""
    period = session.get(Period, period_id)
    if period is None:
        raise problems.NotFound()
    return period
