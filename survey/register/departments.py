"""Departments (部门 / 单位): found by code or name."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from survey import problems
from survey.register import names
from survey.register.tables import Department, NameKind


def every(session: Session) -> list[Department]:
    """All departments that there are now, by name."""
    return list(session.scalars(select(Department).where(Department.merged_at.is_(None)).order_by(Department.name)))


def named(session: Session, typed: str) -> Department:
    """Find a department by its code or its name, also a former one; raises UnknownDepartment."""
    meant = names.meant(session, NameKind.DEPARTMENT, typed.strip())
    found = session.scalar(
        select(Department)
        .where(or_(Department.code == meant, Department.name == meant), Department.merged_at.is_(None))
        .limit(1)
    )
    if found is None:
        raise problems.UnknownDepartment(department=typed.strip())
    return found
