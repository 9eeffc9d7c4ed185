"""The lists share one manner: filter, sort, columns, workbook and print; the first page leads into them."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from survey.collect import channels
from survey.collect.tables import Channel
from survey.people.tables import Role
from survey.register import orders, projects, promises
from survey.register.orders import Order
from survey.register.projects import Filter
from survey.register.promises import Amendment
from survey.register.tables import (
    Category,
    Department,
    Milestone,
    ProgressNote,
    Project,
    ProjectState,
    SelfEvaluation,
    Site,
)
from survey.rounds import said
from survey.rounds.hearing_tables import Hearing, HearingKind, Opinion
from survey.visits import sealing
from survey.web import list_kinds
from tests.conftest import Clock
from tests.district import Scene
from tests.paper import texts
from tests.walker import Browser

VIEWS = "/account/views"
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
            sites=[Site(name="路口")],
        )
        for place in range(110)
    ]
    session.add_all(made)
    session.commit()
    return made


def numbers(browser: Browser) -> list[str]:
    return [cell.get_text() for cell in browser.page.select("tbody td:first-child")]


def turn(browser: Browser) -> list[str]:
    """The numbers on all pages from this one on; more pages than there can be fail."""
    seen, pages = numbers(browser), 1
    while link := browser.page.select_one("a[rel=next]"):
        seen += numbers(browser.open(str(link["href"])))
        pages += 1
        assert pages <= 3
    return seen


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sort", ["", "due", "-due"])
def test_turning_the_pages_shows_every_project_once(
    clerk: Browser, register: list[Project], kind: str, sort: str
) -> None:
    seen = turn(clerk.open(f"/desk/lists/{kind}?sort={sort}"))
    assert len(seen) == len(set(seen)) == 111


def test_every_column_of_every_list_sorts_both_ways_and_its_pages_end(
    register: list[Project], scene: Scene, session: Session, clock: Clock
) -> None:
    for place, project in enumerate(register):
        project.batch, project.owner, project.sponsor = f"第{place % 3}批", f"责任人{place % 7}", f"{place % 5}"
        for step in range(place % 4):
            due_on = date(2026, 9, 1) + timedelta(days=place % 9 + step)
            done_on = due_on if step < place % 3 else None
            session.add(Milestone(project_id=project.id, name=f"节点{step}", due_on=due_on, done_on=done_on))
        if place % 3:
            at = clock() - timedelta(days=place % 50, seconds=place % 2)
            session.add(ProgressNote(project_id=project.id, at=at, who="林远", on_schedule=True, text="推进中"))
    for place, project in enumerate(register[:20]):
        scene.say(project, at=clock() - timedelta(days=place % 4), channel=list(Channel)[place % 5])
        scene.say(project, at=clock() - timedelta(days=9))
        promises.amend(session, project, {"target": f"{place % 3}家"}, Amendment("陈静", "", clock()))
        scene.mark(project, "1", 80, announced=bool(place % 2), days_ago=place % 3)
        for month in ("2026-10", "2026-11"):
            own = SelfEvaluation(project_id=project.id, month=month, version_id=scene.version.id, marks={}, analysis="")
            own.score, own.who, own.at = 80 + place / 7, "林远", clock()
            session.add(own)
    for kind, few in ((HearingKind.HEARING, 7), (HearingKind.ENTERPRISE, 3)):
        session.add_all(opinions(clock, kind, register[:few] + register[:2]))
    session.commit()
    known = {name: make(clock().date()) for name, make in orders.ORDERS.items()} | channels.orders(sealing.unreleased())
    known |= said.orders()
    assert known.keys() == {column.sort for kind in list_kinds.KINDS.values() for column in kind.columns}
    for name, order in known.items():
        pages = [*through(session, order)], [*through(session, order.turned())]
        assert all(len(page) == len(set(page)) == 111 for page in pages), name
        assert pages[0] != pages[1], name


def opinions(clock: Clock, kind: HearingKind, about: list[Project]) -> list[Opinion]:
    """What was said at one hearing, an opinion about each of these projects."""
    made = Hearing(kind=kind, name="恳谈", place="社区", held_on=clock().date(), agenda="", attendance_count=9)
    made.noted_by, made.noted_at = "office", clock()
    return [Opinion(hearing=made, text="路灯太少", project=project) for project in about]


def through(session: Session, order: Order) -> Iterator[str]:
    """The numbers of a list from page to page; more pages than there can be fail."""
    after = ""
    for _ in range(4):
        found = projects.page(session, Filter(), date(2026, 11, 24), order=order, after=after, limit=30)
        yield from (project.number for project in found)
        after = found[-1].number


def test_what_is_urgent_silent_or_hardly_heard_comes_first(
    clerk: Browser, register: list[Project], scene: Scene, session: Session, clock: Clock
) -> None:
    first, second, third = register[1], register[4], register[7]
    session.add(Milestone(project_id=second.id, name="主体", due_on=date(2026, 11, 30)))
    session.add(Milestone(project_id=third.id, name="主体", due_on=date(2026, 11, 20)))
    session.add(ProgressNote(project_id=second.id, at=clock(), who="林远", on_schedule=True, text="推进中"))
    session.add(
        ProgressNote(project_id=first.id, at=clock() - timedelta(days=9), who="林远", on_schedule=True, text="推进中")
    )
    for project, count in ((first, 3), (second, 2)):
        for _ in range(count):
            scene.say(project)
    assert numbers(clerk.open("/desk/lists/duty?sort=light"))[0] == "P000"
    assert numbers(clerk.open("/desk/lists/duty?sort=next"))[:2] == ["P007", "P004"]
    assert numbers(clerk.open("/desk/lists/duty?sort=noted"))[:2] == ["P001", "P004"]
    assert numbers(clerk.open("/desk/lists/voice?sort=-residents"))[:2] == ["P001", "P004"]
    assert numbers(clerk.open("/desk/lists/voice?sort=residents"))[0] == "P000"


def test_the_last_line_adds_up_what_the_filter_finds(
    clerk: Browser, register: list[Project], scene: Scene, session: Session, clock: Clock
) -> None:
    session.add_all(opinions(clock, HearingKind.HEARING, [register[0], register[0], register[1]]))
    session.add_all(opinions(clock, HearingKind.ENTERPRISE, register[:1]))
    for project, count in ((register[0], 2), (register[1], 3), (scene.site.project, 4)):
        for _ in range(count):
            scene.say(project)
    scene.mark(register[0], "1", 80, announced=False)
    session.add(Milestone(project_id=register[0].id, name="主体", due_on=date(2026, 11, 30)))
    session.commit()

    def last(path: str) -> list[str]:
        return [cell.get_text(strip=True) for cell in clerk.open(path).page.select("tfoot td")]

    assert last("/desk/lists/voice")[1:6] == ["All 111", "", "", "9", "9"]
    assert last("/desk/lists/voice?light=red")[4] == "2"
    assert last("/desk/lists/voice?column=hearing&column=enterprise") == ["All 111", "3", "1"]
    most = clerk.open("/desk/lists/voice?column=hearing&column=enterprise&sort=-hearing")
    first = most.page.select_one("tbody tr")
    assert first
    assert [cell.get_text(strip=True) for cell in first.select("td")][1:] == ["2", "1"]
    assert last("/desk/lists/review?column=deputies&column=unannounced") == ["All 111", "1", "1"]
    assert last("/desk/lists/duty?column=steps&department=区城市管理局") == ["All 110", "0 / 1"]
    assert last("/desk/lists/plan?column=due") == []
    answer = clerk.open("/desk/lists/voice.xlsx?light=red").response
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert (rows[-1][0], rows[-1][4]) == ("合计", 2)
    assert "合计" in "".join(texts(clerk.open("/desk/lists/review.pdf?light=red&lang=zh").response.data))


def test_a_light_is_a_filter_and_a_part_of_the_sentence(clerk: Browser, register: list[Project]) -> None:
    clerk.open("/desk/lists/duty?light=red").sees("37 projects", "Behind")
    assert numbers(clerk)[0] == "P000"


def test_columns_are_chosen_and_kept_in_the_address(clerk: Browser, register: list[Project]) -> None:
    clerk.open("/desk/lists/plan").fill(column=["number", "due"]).press("Show")
    assert [cell.get_text() for cell in clerk.page.select("thead th")] == ["Number", "Project", "Due"]
    clerk.open(str(clerk.page.select("a[rel=next]")[0]["href"]))
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
    assert [row[0] for row in rows[3:113]] == [f"P{place:03}" for place in reversed(range(110))]
    assert rows[113:] in ([], [rows[-1]])
    assert all(row[0] == "合计" for row in rows[113:])
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
        "Save", action=VIEWS
    )
    clerk.sees("Saved").open("/desk/lists/duty")
    assert clerk.page.select(".fold:not([open])"), "nothing is set: a phone folds the filters"
    clerk.follow("每周必看").sees("37 projects")
    assert clerk.page.select(".fold[open]")
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
    clerk.open("/desk/lists/plan?state=late").fill(name=" ").press("Save", action=VIEWS).sees("give the view a name")
    clerk.fill(name="滞后").press("Save", action=VIEWS)
    clerk.open("/desk/lists/plan?state=completed").fill(name="滞后").press("Save", action=VIEWS).sees("Saved")
    clerk.open("/desk/lists/plan?state=late").fill(name="二").press("Save", action=VIEWS).sees("drop one first")


def test_a_batch_is_a_filter(clerk: Browser, register: list[Project], session: Session) -> None:
    for place, project in enumerate(register[:70]):
        project.batch = f"第{place % 3}批"
    session.commit()
    clerk.open("/desk/lists/plan").fill(batch="第1批").press("Show").sees("23 projects", "第1批")
