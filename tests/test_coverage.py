"""The desk's page of coverage: who is owed a visit, whose marks tell nothing, what has moved since the edition."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Project, ProjectState, Site
from survey.scorecards import counts, district, draw_support, fitted, panel
from survey.settings import DISTRICT_TIME
from survey.visits.tables import Visit
from tests.conftest import Clock
from tests.district import Scene
from tests.rounds import cast
from tests.test_compare import visited
from tests.test_visits import plan
from tests.walker import Browser, in_english

PAGE = "/desk/scorecards/coverage"


def begun(scene: Scene) -> list[Project]:
    """Twelve projects, under way, seen by four deputies each, two of each kind."""
    projects = visited(scene)
    for project in projects:
        project.state = ProjectState.UNDER_WAY
    scene.session.commit()
    return projects


def test_an_empty_district_has_a_page(office: Browser, scene: Scene) -> None:
    in_english(office).open(PAGE).sees("Coverage of visits", "No deputy has visited yet.")


def test_the_page_says_who_is_owed_a_visit_and_whose_marks_tell_nothing(office: Browser, scene: Scene) -> None:
    begun(scene)
    lonely = scene.project("P99", "孤岛")
    lonely.state = ProjectState.UNDER_WAY
    scene.mark(lonely, "Once", 70)
    for days, project in enumerate(begun_of(scene), 1):
        scene.mark(project, "Kind", 100, days_ago=days)
    page = in_english(office).open(PAGE)
    page.sees("13 of 13 projects are visited or will be; 1 of these by one deputy", "2 groups that no deputy links")
    page.sees("full marks every time: tells nothing apart", "more visits of two deputies each")
    owed = page.page.select("section.panel table")[0]
    assert [row.get_text(" ", strip=True) for row in owed.select("tbody th")] == ["孤岛 P99"]


def begun_of(scene: Scene) -> list[Project]:
    found = scene.session.scalars(select(Project).where(Project.number.like("P0%")).order_by(Project.number))
    return list(found)[:5]


def test_the_page_is_for_the_office_only(sign_in: Callable[..., Browser], scene: Scene) -> None:
    for role in (Role.LEADER, Role.VIEWER, Role.DEPARTMENT, Role.INTERVIEWER, Role.PRIVACY_OFFICER):
        assert sign_in(role).open(PAGE).status == 403


def test_deputies_of_one_visit_share_its_occasion_whenever_their_sheets_arrive(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]
) -> None:
    people = cast(app, session, site, clock, sign_in)
    plan(people)
    people.score()
    clock.moment += timedelta(days=1)
    people.score(people.other_deputy)
    session.execute(update(Visit).values(released_at=clock()))
    session.commit()
    with Session(session.get_bind()) as fresh:
        (marks,) = counts.marks_of_district(fresh, None, DISTRICT_TIME).values()
        assert [mark.day for mark in marks] == [date(2026, 11, 24), date(2026, 11, 25)]
        assert len({mark.occasion for mark in marks}) == 1
        convened = panel.convene({1: marks})
        assert convened is not None
        assert convened.sheets.occasion.tolist() == [0, 0]
        assert len({each.occasion for each in draw_support.seen(fresh, None, DISTRICT_TIME)}) == 1


def test_who_is_on_an_arranged_visit_counts_as_if_they_had_gone(
    app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]
) -> None:
    people = cast(app, session, site, clock, sign_in)
    plan(people)
    people.score()
    with Session(session.get_bind()) as fresh:
        seen = draw_support.seen(fresh, None, DISTRICT_TIME)
    assert sorted((each.deputy, each.announced) for each in seen) == [("RD01", False), ("RD02", False)]


def test_the_daily_run_says_what_the_fit_finds_otherwise_and_names_nobody(
    office: Browser, scene: Scene, run: Callable[..., tuple[int, str]]
) -> None:
    projects = begun(scene)
    for place, project in enumerate(projects):
        for deputy in (4, 5):
            scene.mark(project, f"D{(place + deputy) % 12}", 72 + 2 * place, announced=deputy == 4, days_ago=deputy)
    office.open("/desk/scorecards").fill(note="").press(action="/desk/scorecards/publish")
    assert "上一版" not in run("daily")[1]
    for place, project in enumerate(projects):
        for deputy in range(4):
            kind = deputy % 2 == 0
            scene.mark(project, f"N{(place + deputy) % 12}", 40 + 50 * ((place + deputy) % 3 == 0), announced=kind)
    status, said = run("daily")
    assert (status, "代表委员公允分均值" in said, "离散度" in said, "N1" in said) == (0, True, True, False)
    page = in_english(office).open(PAGE)
    page.sees("Since the last edition")


@pytest.mark.sqlite
def test_what_is_assumed_on_either_side_is_no_drift(scene: Scene) -> None:
    now = fitted.of_background(district.background(scene.session, scene.period))
    assert now["residents"]["basis"] == "default"
    old = {"residents": {"basis": "fitted", "k": 5.0, "m": 3.0, "sd": 1.0}, "deputies": None}
    assert list(fitted.drifts(old, now)) == []
    new = {"residents": {"basis": "fitted", "k": 9.0, "m": 3.05, "sd": 1.3}, "deputies": None}
    assert [drift.figure for drift in fitted.drifts(old, new)] == ["residents.k", "residents.sd"]
