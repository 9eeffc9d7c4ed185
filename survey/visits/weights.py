"""Who stands how good a chance in a draw: long unvisited and badly marked projects, and deputies with few visits.

A project's weight is 1, plus one for every quarter since deputies last came (at most 4; never visited counts as 4),
plus 2 when their marks are 差 and 1 when 中. A deputy's weight is 1 / (1 + sheets of the last year): who has seen few
projects goes next. Strata are categories and bodies unless the wish names others. Sheets that are still a secret, of
visits under seal or not released, count for nothing here: a weight must not tell of them.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from survey.collect.tables import Submission, VisitKind
from survey.people import ties
from survey.people.tables import Deputy
from survey.people.ties import folded, named
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, ProjectState, Site
from survey.visits.tables import Visit, VisitSheet

NOT_GOING_ON = (ProjectState.NOT_STARTED, ProjectState.CANCELLED)
"""States in which there is nothing to see."""
QUARTER = timedelta(days=91)
MOST_QUARTERS = 4
POOR, MIDDLING = 60.0, 80.0
"""Below these marks a project is 差, and 中."""
YEAR = timedelta(days=365)


class By(StrEnum):
    """By what projects are put into strata."""

    CATEGORY = "category"
    DEPARTMENT = "department"
    STATE = "state"
    DUE = "due"
    BAND = "band"


class DeputiesBy(StrEnum):
    """By what deputies are put into strata."""

    BODY = "body"
    TRADE = "trade"


def candidates(session: Session, wish: dict[str, Any], now: datetime) -> dict[str, Any]:
    """All projects that have begun and have a site, and all deputies in office, with their chances, as plain JSON."""
    last = {
        project_id: (at, score)
        for project_id, at, score in session.execute(
            select(Submission.project_id, func.max(Submission.received_at), func.avg(Submission.score))
            .where(*_known())
            .group_by(Submission.project_id)
        )
    }
    projects = session.scalars(
        select(Project)
        .where(Project.state.not_in(NOT_GOING_ON), Project.sites.any(Site.removed_at.is_(None)))
        .options(joinedload(Project.category), joinedload(Project.department), selectinload(Project.sites))
        .order_by(Project.number)
    )
    return {
        "wish": wish,
        "projects": [_project(project, last.get(project.id), now.date(), wish) for project in projects],
        "deputies": _deputies(session, now, wish),
        "seen": _seen(session, now),
    }


def _known() -> tuple[ColumnElement[bool], ...]:
    """The deputies' sheets that count and are no secret any more."""
    secret = or_(Visit.unsealed_at.is_(None), and_(Visit.kind == VisitKind.UNANNOUNCED, Visit.released_at.is_(None)))
    hidden = select(VisitSheet.submission_id).join(Visit, Visit.id == VisitSheet.visit_id).where(secret)
    return (Submission.audience == Audience.DEPUTY, Submission.superseded_at.is_(None), Submission.id.not_in(hidden))


def _seen(session: Session, now: datetime) -> list[list[str]]:
    """[deputy, project, announced or unannounced, occasion] of the sheets of the last year, the oldest first.

    An occasion is a visit, or what a deputy did alone on one day.
    """
    rows = session.execute(
        select(Deputy.number, Project.number, Submission.visit_kind, Submission.received_at, Visit.code)
        .join(Deputy, Deputy.id == Submission.deputy_id)
        .join(Project, Project.id == Submission.project_id)
        .outerjoin(VisitSheet, VisitSheet.submission_id == Submission.id)
        .outerjoin(Visit, Visit.id == VisitSheet.visit_id)
        .where(*_known(), Submission.received_at > now - YEAR)
        .order_by(Submission.received_at, Submission.id)
    )
    return [[deputy, project, str(kind), code or f"{deputy} {at:%Y-%m-%d}"] for deputy, project, kind, at, code in rows]


def _project(
    project: Project, last: tuple[datetime, float | None] | None, today: date, wish: dict[str, Any]
) -> dict[str, Any]:
    return {
        "number": project.number,
        "stratum": _stratum(project, last, By(wish.get("by", By.CATEGORY))),
        "weight": weight(last[0].date() if last else None, last[1] if last else None, today),
        "conflicts": ties.parties(project.department.name, project.contractor),
        "sites": [site.id for site in project.sites if site.removed_at is None],
    }


def _stratum(project: Project, last: tuple[datetime, float | None] | None, by: By) -> str:
    """What a project shares the places with; plain words, because the record is read by people."""
    match by:
        case By.DEPARTMENT:
            return project.department.name
        case By.STATE:
            return project.state.value
        case By.DUE:
            return "–" if project.due_on is None else f"{project.due_on.year} Q{(project.due_on.month + 2) // 3}"
        case By.BAND:
            return _band(last[1] if last else None)
    return project.category.name


def _band(score: float | None) -> str:
    """The band of the marks so far: 优 from 90, 良 from 80, 中 from 60, else 差."""
    if score is None:
        return "–"
    return next((band for least, band in ((90.0, "优"), (MIDDLING, "良"), (POOR, "中")) if score >= least), "差")


def weight(last_on: date | None, score: float | None, today: date) -> float:
    """A project's weight, from when deputies last came and what they gave it on average."""
    quarters = MOST_QUARTERS if last_on is None else min(MOST_QUARTERS, (today - last_on) // QUARTER)
    worry = 0 if score is None else 2 if score < POOR else 1 if score < MIDDLING else 0
    return float(1 + quarters + worry)


def _deputies(session: Session, now: datetime, wish: dict[str, Any]) -> list[dict[str, Any]]:
    by_trade = wish.get("deputies_by") == DeputiesBy.TRADE
    sheets = session.execute(
        select(Submission.deputy_id, func.count())
        .where(*_known(), Submission.received_at > now - YEAR)
        .group_by(Submission.deputy_id)
    )
    counts = {deputy_id: count for deputy_id, count in sheets}
    declared = ties.declared(session)
    return [
        {
            "number": deputy.number,
            "stratum": (deputy.trade or "–") if by_trade else deputy.body.value,
            "weight": 1 / (1 + counts.get(deputy.id, 0)),
            "employer": folded(deputy.employer),
            "ties": [*named(deputy.ties), *declared.get(deputy.id, ())],
        }
        for deputy in session.scalars(select(Deputy).where(Deputy.left_at.is_(None)).order_by(Deputy.number))
    ]
