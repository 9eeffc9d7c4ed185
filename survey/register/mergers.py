"""Projects that the office merged into others: what was and will be said of them counts for the one that goes on."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.register.tables import Project


def of_number(session: Session, number: str) -> Project:
    """Find a project; raises UnknownProject."""
    found = session.scalar(select(Project).where(Project.number == number))
    if found is None:
        raise problems.UnknownProject(number=number)
    return found


def merge(session: Session, project: Project, into: Project, reason: str, by: str, now: datetime) -> None:
    """Let a project, and whatever was merged into it, count for another from now on; its codes go on working.

    Raises ReasonNeeded, NotMerged for itself or for one that is merged already, on either side.
    """
    if not reason.strip():
        raise problems.ReasonNeeded()
    if project.id == into.id or project.merged_into_id is not None or into.merged_into_id is not None:
        raise problems.NotMerged()
    session.execute(update(Project).where(Project.merged_into_id == project.id).values(merged_into_id=into.id))
    project.merged_into_id = into.id
    session.flush()
    audit.record(session, by, "project_merged", project.number, now, into=into.number, reason=reason.strip())


def split(session: Session, project: Project, by: str, now: datetime) -> None:
    """Let a merged project count for itself again; raises NotNow where it does."""
    if project.merged_into_id is None:
        raise problems.NotNow()
    project.merged_into_id = None
    session.flush()
    audit.record(session, by, "project_split", project.number, now)


def heads(session: Session) -> dict[int, int]:
    """For which project each merged one counts."""
    rows = session.execute(select(Project.id, Project.merged_into_id).where(Project.merged_into_id.is_not(None)))
    return {project_id: int(into) for project_id, into in rows if into is not None}


def members(session: Session, project_id: int) -> list[int]:
    """A project and those that count for it."""
    return [project_id, *session.scalars(select(Project.id).where(Project.merged_into_id == project_id))]
