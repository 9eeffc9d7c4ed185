"""The traffic light of a project: computed by one stated rule, never typed in.

- done: the project is completed.
- cancelled: it was cancelled.
- waiting: it is not started, and its first day has not come or is not set.
- red: its due date is past, or a milestone is more than LATE_RED days late.
- amber: a milestone is late, or nothing was noted for SILENT days.
- green: none of these.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from survey.problems import N_
from survey.register.tables import Department, Milestone, ProgressNote, Project, ProjectState

LATE_RED = timedelta(days=7)
SILENT = timedelta(days=30)
RULE = N_(
    "Red: the due date is past, or a milestone is more than 7 days late. "
    "Amber: a milestone is late, or nothing was noted for 30 days. Green: neither."
)
FIRST_OPEN = (
    select(func.min(Milestone.due_on))
    .where(Milestone.project_id == Project.id, Milestone.done_on.is_(None))
    .correlate(Project)
    .scalar_subquery()
)
"""The due date of a project's first milestone that is not done."""
LAST_NOTE = (
    select(func.max(ProgressNote.at)).where(ProgressNote.project_id == Project.id).correlate(Project).scalar_subquery()
)


class Light(StrEnum):
    DONE = "done"
    CANCELLED = "cancelled"
    WAITING = "waiting"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


ACTIVE = (Light.GREEN, Light.AMBER, Light.RED)
"""Lights of projects that are being worked on."""


@dataclass(frozen=True)
class Signal:
    """A light, and what it was computed from."""

    light: Light
    first_open: date | None
    last_note: datetime | None
    is_silent: bool


def light(today: date) -> ColumnElement[str]:
    """The rule, as an expression on a project."""
    coming = or_(Project.starts_on.is_(None), Project.starts_on > today)
    return case(
        (Project.state == ProjectState.COMPLETED, literal(Light.DONE.value)),
        (Project.state == ProjectState.CANCELLED, literal(Light.CANCELLED.value)),
        (and_(Project.state == ProjectState.NOT_STARTED, coming), literal(Light.WAITING.value)),
        (or_(Project.due_on < today, today - LATE_RED > FIRST_OPEN), literal(Light.RED.value)),
        (or_(today > FIRST_OPEN, is_silent(today)), literal(Light.AMBER.value)),
        else_=literal(Light.GREEN.value),
    )


def is_silent(today: date) -> ColumnElement[bool]:
    """Whether nothing was noted about a project for SILENT, counted from its first day while it has no note."""
    day = today - SILENT
    moment = datetime.combine(day, time(), UTC)
    return case(
        (LAST_NOTE.is_not(None), moment > LAST_NOTE),
        (Project.starts_on.is_not(None), Project.starts_on < day),
        else_=Project.created_at < moment,
    )


def of_projects(session: Session, projects: Collection[Project], today: date) -> dict[int, Signal]:
    """The lights of some projects, in one query."""
    rows = session.execute(
        select(Project.id, light(today), FIRST_OPEN, LAST_NOTE, is_silent(today)).where(
            Project.id.in_([project.id for project in projects])
        )
    )
    return {row[0]: Signal(Light(row[1]), row[2], row[3], bool(row[4])) for row in rows}


def counts(session: Session, today: date) -> dict[Light, int]:
    """How many projects there are of each light."""
    shown = light(today).label("light")
    rows = session.execute(select(shown, func.count()).select_from(Project).group_by(shown))
    return {Light(name): count for name, count in rows}


def silent_by_department(session: Session, today: date) -> list[tuple[str, int]]:
    """(department, projects being worked on about which nothing was noted for SILENT), by name."""
    rows = session.execute(
        select(Department.name, func.count())
        .join(Project, Project.department_id == Department.id)
        .where(is_silent(today), light(today).in_([each.value for each in ACTIVE]))
        .group_by(Department.name)
        .order_by(Department.name)
    )
    return [(name, count) for name, count in rows]
