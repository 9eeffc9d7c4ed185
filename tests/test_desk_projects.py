"""The desk's list of projects, as the office uses it: search, filter, sort, turn pages."""

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from survey import demo
from survey.collect.tables import Channel, Submission
from survey.people.tables import Role
from survey.questionnaires.tables import Audience
from survey.register import codes
from survey.register.tables import Category, Department, Project, ProjectState, Site
from survey.rounds.hearing_tables import Hearing, HearingKind, Opinion
from tests.conftest import Clock
from tests.walker import Browser

HOSTILE = ["%", "_", "\\", "'; DROP TABLE project; --", "\x00", "a\x00b", "\ud800", "<script>", "（" * 300, "{{7*7}}"]


@pytest.fixture
def register(session: Session, clock: Clock) -> list[Project]:
    """Three projects: one late and overdue, one due soon, one completed with a date long past; committed."""
    rows = (
        ("SS-1", "打通断头路", "道路交通", "区城市管理局", ProjectState.LATE, date(2026, 11, 1), "长青街道长青街"),
        ("SS-2", "口袋公园（滨河）建设", "园林绿化", "区民政局", ProjectState.UNDER_WAY, date(2026, 12, 1), "滨河东路"),
        ("SS-3", "100%供暖改造", "供热供气", "区民政局", ProjectState.COMPLETED, date(2026, 1, 1), "春华街道"),
    )
    made = []
    departments = {row[3]: Department(name=row[3]) for row in rows}
    for number, name, category, department, state, due_on, address in rows:
        project = Project(
            number=number,
            name=name,
            category=Category(name=category),
            department=departments[department],
            state=state,
            due_on=due_on,
            owner=f"{number}责任人",
            created_at=clock(),
            changed_at=clock(),
        )
        codes.issue(session, Site(project=project, name=f"{name}点位", address=address), clock())
        made.append(project)
    session.commit()
    return made


def names(browser: Browser) -> list[str]:
    """The projects on the page, in their order."""
    return [link.get_text() for link in browser.page.select("a.row")]


def figures(browser: Browser) -> list[list[int]]:
    """The numbers of every row of the page."""
    return [[int(cell.get_text()) for cell in row.select("td.n")] for row in browser.page.select("tbody tr")]


def test_an_empty_desk_says_to_import_first(office: Browser) -> None:
    office.open("/desk/lists/plan?lang=en").sees("There is no project yet", "Import your register first")
    assert office.page.select_one('a.button[href="/desk/import"]')


def test_the_list_counts_by_state(office: Browser, register: list[Project]) -> None:
    office.open("/desk/lists/plan?lang=en").sees(
        "3 projects", "1 under way", "1 late", "1 completed", "1 overdue", "Due soon"
    )
    assert names(office) == [project.name for project in register]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("SS-2", ["口袋公园（滨河）建设"]),
        ("断头", ["打通断头路"]),
        ("ss-1责任人", ["打通断头路"]),
        ("民政", ["口袋公园（滨河）建设", "100%供暖改造"]),
        ("民政 滨河东路", ["口袋公园（滨河）建设"]),
        ("公园（滨河）", ["口袋公园（滨河）建设"]),
        ("ＳＳ－２", ["口袋公园（滨河）建设"]),
        ("%", ["100%供暖改造"]),
        ("没有这样的", []),
    ],
)
def test_search_reads_every_word(office: Browser, register: list[Project], search: str, found: list[str]) -> None:
    assert names(office.open(f"/desk/lists/plan?q={quote(search)}")) == found


def test_a_code_on_a_poster_finds_its_project(office: Browser, register: list[Project]) -> None:
    code = register[2].sites[0].codes[0].code
    assert names(office.open(f"/desk/lists/plan?q={code[:4].lower()}-{code[4:]}")) == ["100%供暖改造"]


@pytest.mark.parametrize("search", HOSTILE)
def test_hostile_search_text_is_only_text(office: Browser, register: list[Project], search: str) -> None:
    office.open(
        "/desk/lists/plan?q=" + quote(search, errors="surrogatepass") + "&category=" + quote("\x00") + "&sort=x&page=-1"
    )
    assert office.status == 200
    assert "<script>" not in str(office.page.select_one("main"))
    assert office.open("/desk/lists/plan?q=%FF%FE&page=99999999999&state=nothing").status == 200


def test_filters_are_shown_as_a_sentence(office: Browser, register: list[Project]) -> None:
    office.open("/desk/lists/plan?lang=en&department=区民政局&state=completed")
    assert names(office) == ["100%供暖改造"]
    sentence = [chip.get_text(" ", strip=True) for chip in office.page.select(".sentence .chip")]
    assert [part.split(" ×")[0] for part in sentence] == ["Completed", "区民政局"]
    assert len(names(office.follow("Completed"))) == 2


def test_overdue_leaves_out_what_is_completed(office: Browser, register: list[Project]) -> None:
    assert names(office.open("/desk/lists/plan?overdue=1")) == ["打通断头路"]


def test_the_form_keeps_what_was_chosen(office: Browser, register: list[Project]) -> None:
    office.open("/desk/lists/plan?lang=en&sort=-name").fill(q="民政", state="completed").press()
    assert names(office) == ["100%供暖改造"]
    assert office.page.select_one("[name=q]")["value"] == "民政"  # type: ignore[index]
    assert office.page.select_one('option[value="completed"][selected]')
    assert office.page.select_one('[name=sort][value="-name"]')


@pytest.mark.parametrize(
    ("sort", "first"),
    [("number", "SS-1"), ("-number", "SS-3"), ("due", "SS-3"), ("-due", "SS-2"), ("state", "SS-2"), ("x", "SS-1")],
)
def test_every_column_sorts(office: Browser, register: list[Project], sort: str, first: str) -> None:
    office.open(f"/desk/lists/plan?sort={sort}")
    assert office.page.select_one("td.num").get_text() == first  # type: ignore[union-attr]


def test_a_project_without_a_date_comes_last(office: Browser, session: Session, register: list[Project]) -> None:
    register[1].due_on = None
    session.commit()
    assert (
        names(office.open("/desk/lists/plan?sort=due"))[-1]
        == names(office.open("/desk/lists/plan?sort=-due"))[-1]
        == register[1].name
    )


def test_the_list_says_how_many_answered(viewer: Browser, session: Session, clock: Clock) -> None:
    demo.load(session, clock(), projects=2, submissions=9)
    answers = list(session.scalars(select(Submission).where(Submission.audience == Audience.RESIDENT)))
    answers[0].superseded_at = clock()
    session.commit()
    residents = figures(viewer.open("/desk/lists/voice"))
    assert sum(row[0] for row in residents) == 8
    channels = len(Channel)
    assert all(row[0] == sum(row[1 : channels + 1]) for row in residents)
    assert [sum(column) for column in list(zip(*residents, strict=True))[channels + 1 :]] == [
        session.scalar(
            select(func.count())
            .select_from(Opinion)
            .join(Opinion.hearing)
            .where(Hearing.kind == kind, Opinion.project_id.is_not(None))
        )
        for kind in (HearingKind.HEARING, HearingKind.ENTERPRISE)
    ]
    deputies = session.scalar(
        select(func.count()).select_from(Submission).where(Submission.audience == Audience.DEPUTY)
    )
    assert deputies
    sheets = figures(viewer.open("/desk/lists/review"))
    assert sum(row[0] for row in sheets) == deputies
    assert all(row[0] == row[1] + row[2] for row in sheets)
    sites = [int(cell.get_text()) for cell in viewer.follow("民办普惠").page.select("tbody td.n")][::2]
    assert sum(sites) == residents[0][0]


def test_a_project_page_says_what_was_promised(office: Browser, register: list[Project]) -> None:
    office.open("/desk/lists/plan?lang=en").follow("打通断头路")
    office.sees("SS-1责任人", "2026-11-01", "23 days late", "打通断头路点位", "长青街道长青街", "1 site")


def test_a_number_may_hold_a_slash(office: Browser, session: Session, register: list[Project]) -> None:
    register[0].number = "晨政〔2026〕1/2"
    session.commit()
    office.open("/desk/lists/plan").follow("打通断头路").sees("晨政〔2026〕1/2")


@pytest.mark.parametrize("number", ["SS-9", "%00", "%FF", "a/b/c"])
def test_an_unknown_project_is_not_there(office: Browser, register: list[Project], number: str) -> None:
    assert office.open(f"/desk/projects/{number}").status == 404


@pytest.mark.parametrize("role", [Role.DEPARTMENT, Role.INTERVIEWER])
def test_who_only_works_for_a_department_is_refused(sign_in: Callable[..., Browser], role: Role) -> None:
    assert sign_in(role).open("/desk/lists/plan").status == 403


def test_strangers_see_no_list(anybody: Browser, register: list[Project]) -> None:
    response = anybody.client.get("/desk/lists/plan")
    assert response.status_code in (302, 303, 403)
    assert "打通断头路" not in response.get_data(as_text=True)


@pytest.fixture
def statements(app: Flask, office: Browser) -> Iterator[list[str]]:
    """What the application asks its database, filled while the test runs."""
    office.open("/desk/lists/plan")
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    yield seen
    event.remove(app.extensions["engine"], "before_cursor_execute", note)


def test_five_thousand_projects_cost_as_many_queries_as_three(
    office: Browser, session: Session, register: list[Project], statements: list[str], clock: Clock
) -> None:
    office.open("/desk/lists/plan")
    few = len(statements)
    columns = {"category_id": register[0].category_id, "department_id": register[0].department_id}
    moments = {"created_at": clock(), "changed_at": clock(), "state": ProjectState.NOT_STARTED}
    rows = [{"number": f"N{i:05}", "name": f"项目{i}", **columns, **moments} for i in range(5000)]
    session.execute(Project.__table__.insert(), rows)
    session.commit()
    statements.clear()
    office.open("/desk/lists/plan?lang=en").sees("5,003 projects")
    assert len(names(office)) == 50
    assert len(statements) == few
    assert names(office.follow("Next"))[0] == "项目50"
    assert names(office.open("/desk/lists/plan?after=N04999")) == [project.name for project in register]
