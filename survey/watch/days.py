"""Media open days: when the media were shown which projects, who came, and what they wrote afterwards."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.register.tables import Project
from survey.watch.tables import MediaDay, MediaDayProject, MediaReport

AFTERWARDS = timedelta(days=30)
"""What is published so long after a day about a project that was shown counts as its harvest."""


def hold(session: Session, day: MediaDay, projects: Iterable[Project]) -> MediaDay:
    """Note a day with the projects that were shown."""
    session.add(day)
    session.flush()
    session.add_all(MediaDayProject(media_day_id=day.id, project_id=project.id) for project in dict.fromkeys(projects))
    session.flush()
    return day


def every(session: Session) -> list[tuple[MediaDay, int, int]]:
    """(day, projects shown, reports afterwards), the latest first."""
    shown = (
        select(func.count()).where(MediaDayProject.media_day_id == MediaDay.id).correlate(MediaDay).scalar_subquery()
    )
    rows = session.execute(select(MediaDay, shown).order_by(MediaDay.held_on.desc(), MediaDay.id.desc()))
    return [(day, count, len(reports_after(session, day))) for day, count in rows]


def of_id(session: Session, day_id: int) -> MediaDay:
    """Find a day; raises NotFound."""
    if (found := session.get(MediaDay, day_id)) is None:
        raise problems.NotFound()
    return found


def projects_of(session: Session, day: MediaDay) -> Sequence[Project]:
    """The projects that were shown, by number."""
    shown = select(Project).join(MediaDayProject, MediaDayProject.project_id == Project.id)
    return session.scalars(shown.where(MediaDayProject.media_day_id == day.id).order_by(Project.number)).all()


def reports_after(session: Session, day: MediaDay) -> Sequence[MediaReport]:
    """What was published about the projects shown, on the day and AFTERWARDS."""
    shown = select(MediaDayProject.project_id).where(MediaDayProject.media_day_id == day.id)
    return session.scalars(
        select(MediaReport)
        .where(MediaReport.project_id.in_(shown))
        .where(MediaReport.published_on >= day.held_on, MediaReport.published_on <= day.held_on + AFTERWARDS)
        .options(joinedload(MediaReport.project))
        .order_by(MediaReport.published_on, MediaReport.id)
    ).all()
