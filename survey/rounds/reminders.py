"""Who must be reminded today: what is due soon (within two working days as shipped), and what is late.

The plan that a complex finding asks for is reminded of by itself: its day comes long before that of the reply.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey.register import rules
from survey.register.tables import Department
from survey.rounds import calendar
from survey.rounds.tables import Finding, FindingState

WITH_DEPARTMENT = (FindingState.DISPATCHED, FindingState.ACCEPTED, FindingState.SCHEDULED)


@dataclass(frozen=True)
class Reminder:
    """How many findings of a department are due soon, and how many are late."""

    department: str
    due_soon: int
    late: int
    ahead: int
    """Working days that "soon" means."""


def of_departments(session: Session, today: date) -> Sequence[Reminder]:
    """One reminder for each department that has to act soon or should have."""
    return _of_departments(session, Finding.due_on, today)


def of_plans(session: Session, today: date) -> Sequence[Reminder]:
    """The same of the plans that departments owe for complex findings."""
    return _of_departments(session, Finding.plan_due_on, today)


def late_plans(session: Session, today: date) -> int:
    """How many plans are owed beyond their day."""
    late = (Finding.state.in_(WITH_DEPARTMENT), Finding.plan_due_on < today)
    return session.scalar(select(func.count()).select_from(Finding).where(*late)) or 0


def _of_departments(session: Session, due: InstrumentedAttribute[date | None], today: date) -> Sequence[Reminder]:
    days = rules.of_office(session).ahead_days
    ahead = calendar.of_office(session).after(today, days)
    soon = func.sum(case((due >= today, 1), else_=0))
    late = func.sum(case((due < today, 1), else_=0))
    rows = session.execute(
        select(Department.name, soon, late)
        .join(Finding, Finding.department_id == Department.id)
        .where(Finding.state.in_(WITH_DEPARTMENT), due <= ahead)
        .group_by(Department.name)
        .order_by(Department.name)
    )
    return [Reminder(name, int(due_soon), int(overdue), days) for name, due_soon, overdue in rows]


def verdicts(session: Session, today: date) -> int:
    """How many replies wait for a verdict whose deadline is over."""
    waiting = (Finding.state == FindingState.REPLIED, Finding.due_on < today)
    return session.scalar(select(func.count()).select_from(Finding).where(*waiting)) or 0
