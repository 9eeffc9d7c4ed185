"""What a department does about a project: milestones claimed with a proof, and progress notes."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.database import once
from survey.register.tables import ENDED, Department, Milestone, ProgressNote, Project


def milestones(session: Session, project: Project) -> list[Milestone]:
    """A project's milestones, the first due first."""
    found = select(Milestone).where(Milestone.project_id == project.id).order_by(Milestone.due_on, Milestone.id)
    return list(session.scalars(found))


def due_until(session: Session, projects: Collection[Project], day: date) -> list[tuple[Milestone, Project]]:
    """The milestones of these projects that are not done and due on this day or before, the oldest first."""
    of = {project.id: project for project in projects}
    found = session.scalars(
        select(Milestone)
        .where(Milestone.project_id.in_(of), Milestone.done_on.is_(None), Milestone.due_on <= day)
        .order_by(Milestone.due_on, Milestone.id)
    )
    return [(one, of[one.project_id]) for one in found]


def steps(session: Session, project_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """How many milestones of each of these projects are done, and how many there are."""
    found = session.execute(
        select(Milestone.project_id, func.count(Milestone.done_on), func.count())
        .where(Milestone.project_id.in_(project_ids))
        .group_by(Milestone.project_id)
    )
    return {project_id: (done, count) for project_id, done, count in found}


def all_steps(session: Session, of: Select[int] | None) -> tuple[int, int]:
    """How many milestones of these projects, or of all, are done, and how many there are."""
    rules = [] if of is None else [Milestone.project_id.in_(of)]
    done, count = session.execute(select(func.count(Milestone.done_on), func.count(Milestone.id)).where(*rules)).one()
    return done, count


def milestone(session: Session, project: Project, milestone_id: int) -> Milestone:
    """One milestone of this project; raises NotFound for any other project's."""
    found = session.scalar(
        select(Milestone).where(Milestone.id == milestone_id, Milestone.project_id == project.id).with_for_update()
    )
    if found is None:
        raise problems.NotFound()
    return found


def late_by_department(session: Session, today: date) -> list[tuple[str, int]]:
    """(department, milestones that are not done and past their day), by name; none of projects that have ended."""
    rows = session.execute(
        select(Department.name, func.count())
        .join(Project, Project.department_id == Department.id)
        .join(Milestone, Milestone.project_id == Project.id)
        .where(Milestone.done_on.is_(None), Milestone.due_on < today, Project.state.not_in(ENDED))
        .group_by(Department.name)
        .order_by(Department.name)
    )
    return [(name, count) for name, count in rows]


def plan(session: Session, project: Project, name: str, due_on: date) -> Milestone:
    """Add a milestone, once."""
    made = Milestone(project_id=project.id, name=name, due_on=due_on)
    return once(session, made, "project_id", "name", "due_on")


def claim(found: Milestone, proof: str, *, done_on: date, who: str, now: datetime) -> None:
    """Say that a milestone is done and what shows it; raises ClaimedAlready, because a claim stands."""
    if found.done_on is not None:
        raise problems.ClaimedAlready()
    found.done_on, found.proof, found.claimed_by, found.claimed_at = done_on, proof, who, now


def note(session: Session, project: Project, text: str, *, on_schedule: bool, who: str, now: datetime) -> ProgressNote:
    """Add a progress note; the same words within a day are one."""
    made = ProgressNote(project_id=project.id, text=text, on_schedule=on_schedule, who=who, at=now)
    lately = ProgressNote.at > now - timedelta(days=1)
    return once(session, made, "project_id", "text", "on_schedule", "who", only=lately)


def notes(session: Session, project: Project) -> list[ProgressNote]:
    """A project's progress notes, the newest first."""
    found = select(ProgressNote).where(ProgressNote.project_id == project.id).order_by(ProgressNote.id.desc())
    return list(session.scalars(found))
