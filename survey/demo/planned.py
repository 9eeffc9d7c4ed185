"""What is planned in the demo: announced tours today and next week, and an unannounced visit that was drawn."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey.collect.tables import VisitKind
from survey.demo.people import OFFICE_LOGIN
from survey.people.tables import Deputy
from survey.register import positions
from survey.register.tables import Project, ProjectState
from survey.rounds import calendar
from survey.settings import DISTRICT_TIME
from survey.visits import draws, visits
from survey.visits.visits import Plan

WISH = {"projects": 4, "deputies": 3}
TOUR_SITES, TOUR_PANEL = 3, 6
WAY_TODAY = "各自前往，按路线顺序查看。"
WHY_AGAIN = "抽中的一个点位这两周停业检修。"


def plan(session: Session, projects: Sequence[Project], deputies: Sequence[Deputy], now: datetime) -> None:
    """Draw an unannounced visit for two weeks, once more with the reason, and announce a tour of three sites."""
    today, days = now.astimezone(DISTRICT_TIME).date(), calendar.of_office(session)
    begun = [project for project in projects if project.state is not ProjectState.NOT_STARTED]
    if not begun:
        return
    first = draws.commit(session, WISH, OFFICE_LOGIN, now)
    draws.reveal(session, first, OFFICE_LOGIN, now)
    draw = draws.commit(session, WISH, OFFICE_LOGIN, now, replaces=first, reason=WHY_AGAIN)
    draws.reveal(session, draw, OFFICE_LOGIN, now)
    visits.from_draw(session, draw, (days.after(today, 1), today + timedelta(days=14)), OFFICE_LOGIN, now)
    tour = Plan(
        VisitKind.ANNOUNCED,
        days.after(today, 4),
        days.after(today, 4),
        [project.sites[0].id for project in begun[:TOUR_SITES]],
        [deputy.id for deputy in deputies[:TOUR_PANEL]],
        "8:30 在区政府东门集合，统一乘车。",
    )
    visits.plan(session, tour, OFFICE_LOGIN, now)
    first_sites = [project.sites[0].id for project in begun[TOUR_SITES:]]
    placed = positions.of_sites(session, first_sites)
    if on_the_map := [site_id for site_id in first_sites if site_id in placed][:TOUR_SITES]:
        party = [deputy.id for deputy in deputies[:TOUR_PANEL]]
        days_of_it = (today, today + timedelta(days=2))
        visits.plan(session, Plan(VisitKind.ANNOUNCED, *days_of_it, on_the_map, party, WAY_TODAY), OFFICE_LOGIN, now)
