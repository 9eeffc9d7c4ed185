"""Changing a project, so that every change stays visible: old → new, who, when and why."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.register.tables import Category, Change, Department, Project

PROMISED = ("name", "target", "starts_on", "due_on")
"""The columns that are the promise itself; changing one at the desk asks for a reason."""
Value = str | date | Category | Department | None


@dataclass(frozen=True)
class Amendment:
    """Who changes projects, when and why."""

    who: str
    reason: str
    at: datetime


def amend(session: Session, project: Project, values: Mapping[str, Value], by: Amendment) -> list[Change]:
    """Give columns of a stored project new values and keep what they were; what stays the same is no change."""
    changed = {column: value for column, value in values.items() if getattr(project, column) != value}
    if not changed:
        return []
    project.version += 1
    project.changed_at = by.at
    return [_change(session, project, column, value, by) for column, value in changed.items()]


def _change(session: Session, project: Project, column: str, value: Value, by: Amendment) -> Change:
    made = Change(
        project_id=project.id,
        version=project.version,
        column=column,
        old=text(getattr(project, column)),
        new=text(value),
        reason=by.reason,
        who=by.who,
        at=by.at,
    )
    setattr(project, column, value)
    session.add(made)
    return made


def text(value: Value) -> str:
    """A value as a change keeps it."""
    if isinstance(value, Category | Department):
        return value.name
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value or ""


def check_version(session: Session, project: Project, seen: int) -> None:
    """Raise EditedMeanwhile when somebody changed the project after the version that an editor saw."""
    if project.version != seen:
        newest = session.scalar(
            select(Change.who).where(Change.project_id == project.id).order_by(Change.id.desc()).limit(1)
        )
        raise problems.EditedMeanwhile(who=newest or "–")


def since(session: Session, moment: datetime, *, limit: int) -> list[tuple[Change, Project]]:
    """The newest changes of all projects after a moment."""
    found = session.execute(
        select(Change, Project)
        .join(Project, Project.id == Change.project_id)
        .where(Change.at > moment)
        .order_by(Change.id.desc())
        .limit(limit)
    )
    return [(change, project) for change, project in found]


def counts(session: Session, project_ids: Collection[int]) -> dict[int, int]:
    """How often the promise of each of these projects was changed; never, and it is not there."""
    found = session.execute(
        select(Change.project_id, func.count())
        .where(Change.project_id.in_(project_ids), Change.column.in_(PROMISED))
        .group_by(Change.project_id)
    )
    return {project_id: count for project_id, count in found}


def count(session: Session, of: Select[int] | None) -> int:
    """How often the promise of these projects, or of all, was changed."""
    rules = [] if of is None else [Change.project_id.in_(of)]
    changed = select(func.count()).select_from(Change).where(Change.column.in_(PROMISED), *rules)
    return session.scalar(changed) or 0


def history(session: Session, project: Project) -> list[Change]:
    """All changes of a project, the newest first."""
    return list(session.scalars(select(Change).where(Change.project_id == project.id).order_by(Change.id.desc())))
