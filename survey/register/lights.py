"""The traffic light of a project: computed by one stated rule, never typed in.

- done: the project is completed.
- waiting: it is not started, and its first day has not come or is not set.
- red: its due date is past, or a milestone is more than LATE_RED days late.
- amber: a milestone is late, or nothing was noted for SILENT days.
- green: none of these.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.problems import N_
from survey.register.tables import Milestone, ProgressNote, Project, ProjectState

LATE_RED = 7
SILENT = 30
RULE = N_(
    "Red: the due date is past, or a milestone is more than 7 days late. "
    "Amber: a milestone is late, or nothing was noted for 30 days. Green: neither."
)


class Light(StrEnum):
    DONE = "done"
    WAITING = "waiting"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Signal:
    """A light with what it was computed from: the first open milestone that is late, and days without a note."""

    light: Light
    milestone_due: date | None = None
    silent_days: int = 0


def of_projects(session: Session, projects: Collection[Project], today: date) -> dict[int, Signal]:
    """The lights of some projects, in two queries."""
    ids = [project.id for project in projects]
    open_ones = (
        select(Milestone.project_id, func.min(Milestone.due_on))
        .where(Milestone.project_id.in_(ids), Milestone.done_on.is_(None))
        .group_by(Milestone.project_id)
    )
    noted = (
        select(ProgressNote.project_id, func.max(ProgressNote.at))
        .where(ProgressNote.project_id.in_(ids))
        .group_by(ProgressNote.project_id)
    )
    first_open = {project_id: due_on for project_id, due_on in session.execute(open_ones)}
    last_note = {project_id: at for project_id, at in session.execute(noted)}
    return {p.id: signal(p, first_open.get(p.id), last_note.get(p.id), today) for p in projects}


def signal(project: Project, first_open: date | None, last_note: datetime | None, today: date) -> Signal:
    """Apply the rule; `first_open` is the due date of the first milestone that is not done."""
    if project.state is ProjectState.COMPLETED:
        return Signal(Light.DONE)
    if project.state is ProjectState.NOT_STARTED and (project.starts_on is None or project.starts_on > today):
        return Signal(Light.WAITING)
    heard = last_note.date() if last_note else project.starts_on or project.created_at.date()
    silent, late = max(0, (today - heard).days), first_open if first_open and first_open < today else None
    is_overdue = project.due_on is not None and project.due_on < today
    if is_overdue or (late and today - late > timedelta(days=LATE_RED)):
        return Signal(Light.RED, late, silent)
    return Signal(Light.AMBER if late or silent > SILENT else Light.GREEN, late, silent)
