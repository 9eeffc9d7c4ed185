"""The lists share one manner: filter, sort, columns, workbook and print; the first page leads into them."""

from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register import promises
from survey.register.promises import Amendment
from survey.register.tables import Category, Department, Milestone, Project, ProjectState, Site
from tests.conftest import Clock
from tests.paper import texts
from tests.walker import Browser

KINDS = ("plan", "duty", "voice", "review")


@pytest.fixture
def clerk(sign_in: Callable[..., Browser]) -> Browser:
    """The office, reading English."""
    clerk = sign_in(Role.OFFICE)
    clerk.headers["Accept-Language"] = "en"
    return clerk


@pytest.fixture
def register(session: Session, site: Site, clock: Clock) -> list[Project]:
    """A hundred and ten projects beside the first, every third of them behind; committed."""
    category, department = Category(name="道路"), Department(name="区城市管理局")
    made = [
        Project(
            number=f"P{place:03}",
            name=f"=道路{place}",
            category=category,
            department=department,
            state=ProjectState.UNDER_WAY,
            starts_on=date(2026, 11, 1),
            due_on=date(2026, 11, 1) if place % 3 == 0 else None if place % 3 == 1 else date(2026, 12, place % 28 + 1),
            created_at=clock(),
            changed_at=clock(),
        )
        for place in range(110)
    ]
    session.add_all(made)
    session.commit()
    return made


def numbers(browser: Browser) -> list[str]:
    return [cell.get_text() for cell in browser.page.select("tbody td:first-child")]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sort", ["", "due", "-due", "-name", "state"])
def test_turning_the_pages_shows_every_project_once(
    clerk: Browser, register: list[Project], kind: str, sort: str
) -> None:
    seen = numbers(clerk.open(f"/desk/lists/{kind}?sort={sort}"))
    while clerk.page.select_one("a[rel=next]"):
        seen += numbers(clerk.follow("Next"))
    assert len(seen) == len(set(seen)) == 111


def test_a_light_is_a_filter_and_a_part_of_the_sentence(clerk: Browser, register: list[Project]) -> None:
    clerk.open("/desk/lists/duty?light=red").sees("37 projects", "Behind")
    assert numbers(clerk)[0] == "P000"


def test_columns_are_chosen_and_kept_in_the_address(clerk: Browser, register: list[Project]) -> None:
    clerk.open("/desk/lists/plan").fill(column=["number", "due"]).press("Show")
    assert [cell.get_text() for cell in clerk.page.select("thead th")] == ["Number", "Project", "Due"]
    clerk.follow("Next")
    assert len(clerk.page.select("thead th")) == 3
    clerk.open("/desk/lists/plan?column=nonsense")
    assert len(clerk.page.select("thead th")) > 3


def test_a_promise_that_was_changed_is_counted_in_the_plan(clerk: Browser, site: Site, session: Session) -> None:
    promises.amend(
        session, site.project, {"target": "新增2家", "owner": "王"}, Amendment("陈静", "", site.project.created_at)
    )
    session.commit()
    row = clerk.open("/desk/lists/plan").page.select("tbody tr")[0]
    assert row.select("td")[-1].get_text() == "1"


def test_duty_says_which_milestones_are_done(clerk: Browser, site: Site, session: Session) -> None:
    for place, done_on in enumerate((date(2026, 9, 1), None)):
        due_on = date(2026, 9, 1) + timedelta(days=100 * place)
        session.add(Milestone(project_id=site.project_id, name=f"节点{place}", due_on=due_on, done_on=done_on))
    session.commit()
    clerk.open("/desk/lists/duty").sees("1 / 2", "2026-12-10")


@pytest.mark.parametrize("kind", KINDS)
def test_the_workbook_holds_the_whole_filtered_list(clerk: Browser, register: list[Project], kind: str) -> None:
    answer = clerk.open(f"/desk/lists/{kind}.xlsx?department=区城市管理局&sort=-number").response
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][0].startswith("晨光区")
    assert "2026-11-24" in rows[1][0]
    assert [row[0] for row in rows[3:]] == [f"P{place:03}" for place in reversed(range(110))]
    assert rows[3][1] == "=道路109"


def test_the_printed_list_has_title_unit_date_and_pages(clerk: Browser, register: list[Project]) -> None:
    answer = clerk.open("/desk/lists/duty.pdf?light=red&lang=zh").response
    assert answer.mimetype == "application/pdf"
    words = "".join(texts(answer.data))
    assert "晨光区办实事清单" in words
    assert "2026年11月24日" in words
    assert "共37项" in words
    assert "第1页，共2页" in words


def test_an_unknown_list_is_not_there(clerk: Browser, site: Site) -> None:
    for path in ("/desk/lists/other", "/desk/lists/other.pdf", "/desk/lists/other.xlsx"):
        assert clerk.open(path).status == 404


def test_the_first_page_shows_the_lists_and_leads_into_each(clerk: Browser, register: list[Project]) -> None:
    clerk.open("/desk").sees("111 projects", "What is late", "=道路0", "All that is behind")
    for word, path in (("Plan", "plan"), ("Duty", "duty"), ("Voice", "voice"), ("Review", "review")):
        assert clerk.open("/desk").follow(word).path == f"/desk/lists/{path}"


def test_the_first_page_tells_what_changed_this_week(
    clerk: Browser, site: Site, session: Session, clock: Clock
) -> None:
    promises.amend(session, site.project, {"target": "新增2家"}, Amendment("陈静", "", clock() - timedelta(days=3)))
    promises.amend(session, site.project, {"owner": "王局长"}, Amendment("陈静", "", clock() - timedelta(days=8)))
    session.commit()
    clerk.open("/desk").sees("新增老年人助餐点5家 → 新增2家").misses("王局长")


def test_the_big_screen_shows_the_five_lists_and_what_is_late(clerk: Browser, register: list[Project]) -> None:
    clerk.open("/desk").follow("Big screen").sees("111", "Plan", "Duty", "Voice", "Review", "Watch", "=道路0")
    assert clerk.page.select_one("#screen[data-every]")
    assert clerk.page.select_one("nav") is None


def test_an_empty_first_page_says_to_import(clerk: Browser) -> None:
    clerk.open("/desk").sees("There is no project yet")


def test_a_leader_looks_and_a_department_does_not(sign_in: Callable[..., Browser], site: Site) -> None:
    leader = sign_in(Role.LEADER)
    assert leader.open("/desk").status == leader.open("/desk/lists/duty.pdf").status == 200
    department = sign_in(Role.DEPARTMENT, department="区民政局")
    for path in ("/desk", "/desk/lists/plan", "/desk/lists/plan.xlsx", "/desk/lists/plan.pdf"):
        assert department.open(path).status == 403


def test_a_view_is_saved_under_a_name_and_is_ones_own(
    clerk: Browser, sign_in: Callable[..., Browser], register: list[Project]
) -> None:
    clerk.open("/desk/lists/duty?light=red&sort=-due&column=due&column=light").fill(name="每周必看").press(
        "Save", within=".views"
    )
    clerk.sees("Saved").open("/desk/lists/duty").follow("每周必看").sees("37 projects")
    assert [cell.get_text() for cell in clerk.page.select("thead th")] == ["Project", "Due", "Traffic light"]
    others = sign_in(Role.LEADER)
    others.open("/desk/lists/duty").misses("每周必看")
    token = others.open("/account").page.select_one("input[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": token["value"]}
    assert others.client.post("/account/views/1/forget", data=sent).status_code == 404
    clerk.open("/desk/lists/duty").press("Forget the view").misses("每周必看")


@pytest.mark.sqlite
def test_a_view_without_a_name_and_one_too_many_are_refused(
    clerk: Browser, register: list[Project], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.people.views.MOST", 1)
    clerk.open("/desk/lists/plan?state=late").fill(name=" ").press("Save", within=".views").sees("give the view a name")
    clerk.fill(name="滞后").press("Save", within=".views")
    clerk.open("/desk/lists/plan?state=completed").fill(name="滞后").press("Save", within=".views").sees("Saved")
    clerk.open("/desk/lists/plan?state=late").fill(name="二").press("Save", within=".views").sees("drop one first")


@pytest.mark.parametrize("sort", ["batch", "-owner"])
def test_every_sorted_column_turns_its_pages_without_a_gap(
    clerk: Browser, register: list[Project], session: Session, sort: str
) -> None:
    for place, project in enumerate(register[:70]):
        project.batch, project.owner = f"第{place % 3}批", f"责任人{place % 7}"
    session.commit()
    seen = numbers(clerk.open(f"/desk/lists/duty?sort={sort}"))
    while clerk.page.select_one("a[rel=next]") and len(seen) < 200:
        seen += numbers(clerk.follow("Next"))
    assert len(seen) == len(set(seen)) == 111
    clerk.open("/desk/lists/plan").fill(batch="第1批").press("Show").sees("23 projects", "第1批")
