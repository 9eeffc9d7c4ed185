"""Departments (部门 / 单位): found by code or name."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey import problems
from survey.register.tables import Department


def every(session: Session) -> list[Department]:
    """All departments by name."""
    return list(session.scalars(select(Department).order_by(Department.name)))


def named(session: Session, typed: str) -> Department:
    """Find a department by its code or its name; raises UnknownDepartment."""
    found = session.scalar(
        select(Department).where(or_(Department.code == typed.strip(), Department.name == typed.strip())).limit(1)
    )
    if found is None:
        raise problems.UnknownDepartment(department=typed.strip())
    return found
