"""Projects on one axis of time, and the pledge that owner and sponsor sign."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register import schedule
from survey.register.schedule import StepState
from survey.register.tables import Milestone, Site
from tests.conftest import Clock
from tests.paper import texts
from tests.walker import Browser, in_english

TODAY = date(2026, 11, 24)


@pytest.fixture
def planned(session: Session, site: Site) -> Site:
    """The canteen from March to December with a step done, one late and one to come; committed."""
    project = site.project
    project.starts_on, project.due_on, project.owner, project.sponsor = (
        date(2026, 3, 9),
        date(2026, 12, 20),
        "何敏",
        "江舟",
    )
    for name, due_on, done_on in (
        ("完成选址", date(2026, 5, 1), date(2026, 4, 28)),
        ("厨房验收", date(2026, 11, 1), None),
        ("投入使用", date(2026, 12, 15), None),
    ):
        session.add(Milestone(project_id=project.id, name=name, due_on=due_on, done_on=done_on))
    session.commit()
    return site


def test_the_axis_holds_whole_months_and_every_day_has_its_place(session: Session, planned: Site) -> None:
    made = schedule.of_projects(session, [planned.project], TODAY)
    assert (made.first, made.last) == (date(2026, 3, 1), date(2027, 1, 1))
    assert [tick.month for tick in made.ticks] == [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1]
    assert (made.place(made.first), made.place(made.last), made.place(date(1999, 1, 1))) == (0, 100, 0)
    assert [step.state for step in made.lanes[0].steps] == [StepState.DONE, StepState.LATE, StepState.OPEN]


@pytest.mark.sqlite
def test_a_mistyped_century_presses_nothing_together(session: Session, planned: Site) -> None:
    session.add(Milestone(project_id=planned.project_id, name="错年", due_on=date(2206, 1, 1)))
    session.flush()
    made = schedule.of_projects(session, [planned.project], TODAY)
    assert made.last == date(2027, 1, 1)
    assert made.place(date(2206, 1, 1)) == 100


@pytest.mark.sqlite
def test_a_project_without_any_day_has_a_lane_without_a_bar(session: Session, site: Site, office: Browser) -> None:
    made = schedule.of_projects(session, [site.project], TODAY)
    assert (made.lanes[0].begins, made.lanes[0].ends) == (None, None)
    session.rollback()
    assert not office.open("/desk/timeline").sees("社区食堂提升").page.select(".gantt tbody rect")


def test_the_desk_draws_every_project_and_says_every_milestone(office: Browser, planned: Site) -> None:
    in_english(office).open("/desk/timeline").sees("社区食堂提升", "厨房验收", "2026-03-09 – 2026-12-20")
    drawn = office.page.select_one(".gantt tbody svg[role=img]")
    assert drawn is not None
    assert "厨房验收 · 2026-11-01 · late" in str(drawn["aria-label"])
    assert [mark["class"][-1] for mark in drawn.select(".step-mark")] == ["done", "late", "open"]
    assert len(office.page.select("details tbody tr")) == 3
    office.open("/desk/timeline?department=区城市管理局").sees("No project fits")
    assert office.open("/desk/projects/SS-2026-001").page.select_one(".gantt rect")


def test_a_department_sees_its_own_lanes_only(sign_in: Callable[..., Browser], planned: Site) -> None:
    ours = sign_in(Role.DEPARTMENT, login="civil", department="区民政局")
    ours.open("/department/timeline").sees("社区食堂提升")
    words = "".join(texts(ours.follow("打印").response.data))
    assert "区民政局" in words
    assert "社区食堂提升" in words
    others = sign_in(Role.DEPARTMENT, login="roads", department="区城市管理局")
    others.open("/department/timeline").misses("社区食堂提升")
    assert others.open("/department/projects/SS-2026-001/pledge.pdf").status == 404


@pytest.mark.sqlite
def test_the_printed_timeline_keeps_the_filter(office: Browser, planned: Site, clock: Clock) -> None:
    words = "".join(texts(office.open("/desk/timeline").follow("打印").response.data))
    assert "社区食堂提升" in words
    answer = office.open("/desk/timeline/print.pdf?department=区城市管理局").response
    assert "社区食堂提升" not in "".join(texts(answer.data))


@pytest.mark.sqlite
def test_the_pledge_has_what_is_promised_and_lines_for_owner_and_sponsor(office: Browser, planned: Site) -> None:
    answer = office.open("/desk/projects/SS-2026-001").follow("责任书").response
    assert answer.mimetype == "application/pdf"
    pages = texts(answer.data)
    assert len(pages) == 1
    for wanted in ("实事项目责任书", "新增老年人助餐点5家", "厨房验收", "何敏", "江舟", "包联领导", "盖章"):
        assert wanted in pages[0], wanted
