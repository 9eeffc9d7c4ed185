"""Dispatch meetings: minutes that keep what a second editor wrote, and follow-ups until each is done."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.database import once
from survey.register.meeting_tables import FollowUp, Meeting
from survey.register.tables import Department, Project

PAGE = 50


def every(session: Session, today: date) -> list[tuple[Meeting, int, int, int]]:
    """(meeting, follow-ups, of them done, of them late), the newest meetings first."""
    late = case((FollowUp.done_on.is_(None) & (FollowUp.due_on < today), 1), else_=0)
    rows = session.execute(
        select(Meeting, func.count(FollowUp.id), func.count(FollowUp.done_on), func.coalesce(func.sum(late), 0))
        .outerjoin(FollowUp, FollowUp.meeting_id == Meeting.id)
        .group_by(Meeting.id)
        .order_by(Meeting.held_on.desc(), Meeting.id.desc())
        .limit(PAGE)
    )
    return [(meeting, given, done, int(overdue)) for meeting, given, done, overdue in rows]


def of_id(session: Session, meeting_id: int) -> Meeting:
    """Find a meeting; raises NotFound."""
    if (found := session.get(Meeting, meeting_id)) is None:
        raise problems.NotFound()
    return found


def hold(session: Session, columns: Mapping[str, object], who: str, now: datetime) -> Meeting:
    """Note a meeting, once, before or after it is held."""
    return once(session, Meeting(**columns, noted_by=who, noted_at=now), *columns)


def write(session: Session, found: Meeting, columns: Mapping[str, str], seen: int, who: str, now: datetime) -> None:
    """Save what was said; raises EditedMeanwhile when somebody saved after the version that the editor saw."""
    session.refresh(found, with_for_update=True)
    if found.version != seen:
        raise problems.EditedMeanwhile(who=found.noted_by)
    for column, value in columns.items():
        setattr(found, column, value)
    found.version, found.noted_by, found.noted_at = found.version + 1, who, now


def give(
    session: Session, found: Meeting, department: Department, project: Project | None, **columns: object
) -> FollowUp:
    """Give a department something to do after a meeting, once; `columns` are owner, text and due_on."""
    made = FollowUp(meeting=found, department=department, project=project, **columns)
    return once(session, made, "meeting", "department", "project", *columns)


def of_meeting(session: Session, found: Meeting) -> list[FollowUp]:
    """What was given after a meeting, the first due first."""
    return list(session.scalars(_whole().where(FollowUp.meeting_id == found.id)))


def of_project(session: Session, project: Project) -> list[FollowUp]:
    """What meetings gave about a project, the first due first."""
    return list(session.scalars(_whole().where(FollowUp.project_id == project.id)))


def of_department(session: Session, department: str, *, is_open: bool) -> list[FollowUp]:
    """What a department has to do, the first due first; or the newest of what it did."""
    mine = _whole().where(Department.name == department).join(FollowUp.department)
    if is_open:
        return list(session.scalars(mine.where(FollowUp.done_on.is_(None))))
    done = mine.where(FollowUp.done_on.is_not(None)).order_by(None).order_by(FollowUp.done_on.desc())
    return list(session.scalars(done.limit(PAGE)))


def late(session: Session, today: date, *, limit: int = PAGE) -> list[FollowUp]:
    """What is past its day and not done, the oldest first."""
    return list(session.scalars(_whole().where(FollowUp.done_on.is_(None), FollowUp.due_on < today).limit(limit)))


def late_by_department(session: Session, today: date) -> list[tuple[str, int]]:
    """(department, follow-ups past their day), by name."""
    rows = session.execute(
        select(Department.name, func.count())
        .join(FollowUp, FollowUp.department_id == Department.id)
        .where(FollowUp.done_on.is_(None), FollowUp.due_on < today)
        .group_by(Department.name)
        .order_by(Department.name)
    )
    return [(name, count) for name, count in rows]


def follow_up(session: Session, follow_up_id: int, *, department: str | None = None) -> FollowUp:
    """One follow-up, to be changed; raises NotFound, for any other department's too when one is named."""
    found = session.scalar(_whole().where(FollowUp.id == follow_up_id).with_for_update(of=FollowUp))
    if found is None or department not in (None, found.department.name):
        raise problems.NotFound()
    return found


def settle(found: FollowUp, outcome: str, *, who: str, today: date) -> None:
    """Say that a follow-up is done and what came of it; raises NotNow when it is done already."""
    if found.done_on is not None:
        raise problems.NotNow()
    found.done_on, found.outcome, found.done_by = today, outcome, who


def _whole() -> Select[FollowUp]:
    """Follow-ups with what a page says of them, the first due first."""
    return (
        select(FollowUp)
        .options(joinedload(FollowUp.meeting), joinedload(FollowUp.department), joinedload(FollowUp.project))
        .order_by(FollowUp.due_on, FollowUp.id)
    )
