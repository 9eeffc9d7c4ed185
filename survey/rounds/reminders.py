"""Who must be reminded today: what is due within two working days, and what is late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from survey.register.tables import Department
from survey.rounds import calendar
from survey.rounds.tables import Finding, FindingState

AHEAD = 2
"""Working days before a deadline from which a reminder goes out."""
WITH_DEPARTMENT = (FindingState.DISPATCHED, FindingState.ACCEPTED, FindingState.SCHEDULED)


@dataclass(frozen=True)
class Reminder:
    """How many findings of a department are due soon, and how many are late."""

    department: str
    due_soon: int
    late: int


def of_departments(session: Session, today: date) -> Sequence[Reminder]:
    """One reminder for each department that has to act soon or should have."""
    ahead = calendar.of_office(session).after(today, AHEAD)
    soon = func.sum(case((Finding.due_on >= today, 1), else_=0))
    late = func.sum(case((Finding.due_on < today, 1), else_=0))
    rows = session.execute(
        select(Department.name, soon, late)
        .join(Finding, Finding.department_id == Department.id)
        .where(Finding.state.in_(WITH_DEPARTMENT), Finding.due_on <= ahead)
        .group_by(Department.name)
        .order_by(Department.name)
    )
    return [Reminder(name, int(due_soon), int(overdue)) for name, due_soon, overdue in rows]


def verdicts(session: Session, today: date) -> int:
    """How many replies wait for a verdict whose deadline is over."""
    waiting = (Finding.state == FindingState.REPLIED, Finding.due_on < today)
    return session.scalar(select(func.count()).select_from(Finding).where(*waiting)) or 0
