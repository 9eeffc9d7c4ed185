"""Who stands how good a chance in a draw: long unvisited and badly marked projects, and deputies with few visits.

A project's weight is 1, plus one for every quarter since deputies last came (at most 4; never visited counts as 4),
plus 2 when their marks are 差 and 1 when 中. A deputy's weight is 1 / (1 + sheets of the last year): who has seen few
projects goes next, which also keeps deputies and projects connected for fair scores. Strata are categories and bodies.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from survey.collect.tables import Submission
from survey.people.tables import Deputy
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, ProjectState

QUARTER = timedelta(days=91)
MOST_QUARTERS = 4
POOR, MIDDLING = 60.0, 80.0
"""Below these marks a project is 差, and 中."""
YEAR = timedelta(days=365)


def candidates(session: Session, wish: dict[str, int], now: datetime) -> dict[str, Any]:
    """All projects that have begun and all deputies in office, with their chances: plain JSON, the same every time."""
    last = {
        project_id: (at, score)
        for project_id, at, score in session.execute(
            select(Submission.project_id, func.max(Submission.received_at), func.avg(Submission.score))
            .where(Submission.audience == Audience.DEPUTY, Submission.superseded_at.is_(None))
            .group_by(Submission.project_id)
        )
    }
    projects = session.scalars(
        select(Project)
        .where(Project.state != ProjectState.NOT_STARTED)
        .options(joinedload(Project.category), joinedload(Project.department), selectinload(Project.sites))
        .order_by(Project.number)
    )
    return {
        "wish": wish,
        "projects": [_project(project, last.get(project.id), now.date()) for project in projects],
        "deputies": _deputies(session, now),
    }


def _project(project: Project, last: tuple[datetime, float | None] | None, today: date) -> dict[str, Any]:
    return {
        "number": project.number,
        "stratum": project.category.name,
        "weight": weight(last[0].date() if last else None, last[1] if last else None, today),
        "conflicts": [project.department.name],
        "sites": [site.id for site in project.sites if site.removed_at is None],
    }


def weight(last_on: date | None, score: float | None, today: date) -> float:
    """A project's weight, from when deputies last came and what they gave it on average."""
    quarters = MOST_QUARTERS if last_on is None else min(MOST_QUARTERS, (today - last_on) // QUARTER)
    worry = 0 if score is None else 2 if score < POOR else 1 if score < MIDDLING else 0
    return float(1 + quarters + worry)


def _deputies(session: Session, now: datetime) -> list[dict[str, Any]]:
    sheets = session.execute(
        select(Submission.deputy_id, func.count())
        .where(Submission.deputy_id.is_not(None), Submission.received_at > now - YEAR)
        .group_by(Submission.deputy_id)
    )
    counts = {deputy_id: count for deputy_id, count in sheets}
    return [
        {
            "number": deputy.number,
            "stratum": deputy.body.value,
            "weight": 1 / (1 + counts.get(deputy.id, 0)),
            "employer": deputy.employer,
        }
        for deputy in session.scalars(select(Deputy).where(Deputy.left_at.is_(None)).order_by(Deputy.number))
    ]
