"""Departments (部门 / 单位): found by code or name."""

from collections.abc import Collection

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from survey import problems
from survey.people.tables import Account, Role
from survey.register import names
from survey.register.tables import Department, NameKind, Project


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


def unreached(session: Session, of: Collection[str] | None = None) -> list[str]:
    """The departments that are told nothing: nobody has an account, and no address is noted.

    Those among the given names, or else all that lead projects.
    """
    reached = select(Account.department).where(Account.role == Role.DEPARTMENT, Account.disabled_at.is_(None))
    names_ = (
        select(Department.name)
        .where(Department.merged_at.is_(None), Department.name.not_in(reached))
        .where(func.coalesce(Department.notice_addresses, "") == "")
        .where(exists().where(Project.department_id == Department.id) if of is None else Department.name.in_(of))
    )
    return list(session.scalars(names_.order_by(Department.name)))
