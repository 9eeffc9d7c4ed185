"""The comparison page: ranges instead of ranks, and where the views differ most."""

from collections.abc import Callable

from survey.people.tables import Role
from survey.register.tables import Project
from tests.district import Scene
from tests.walker import Browser, in_english

PAGE = "/desk/scorecards/compare"


def visited(scene: Scene, count: int = 12) -> list[Project]:
    """Projects that twelve deputies visited both ways; what is expected scores four points higher."""
    projects = [scene.project(f"P{number:02}", f"项目{number}") for number in range(count)]
    for place, project in enumerate(projects):
        for deputy in range(4):
            who, strict = f"D{(place + deputy) % 12}", (place + deputy) % 12 % 3
            announced = deputy % 2 == 0
            scene.mark(project, who, 70 + 2 * place + strict + 4 * announced, announced=announced, days_ago=deputy + 1)
    return projects


def test_an_empty_district_has_a_page(office: Browser, scene: Scene) -> None:
    in_english(office).open(PAGE).sees("Compare", "No project has been visited both", "No project has 30 answers yet.")


def test_places_are_ranges_and_being_expected_is_measured(office: Browser, scene: Scene) -> None:
    visited(scene)
    in_english(office).open(PAGE).sees("points higher when they were expected", "Places by deputies' fair score")
    rows = [row.get_text(" ", strip=True) for row in office.page.select("tbody tr") if "/ 12" in row.get_text()]
    assert len(rows) == 12
    assert "项目11" in rows[0]
    assert "项目0" in rows[-1]


def test_the_widest_disagreement_stands_first(office: Browser, scene: Scene) -> None:
    projects = visited(scene)
    scene.residents(projects[0], g5=40)
    scene.residents(projects[11], g1=40)
    in_english(office).open(PAGE).sees("The 2 projects where residents and deputies disagree most")
    assert office.page.select_one("tbody th").get_text(" ", strip=True).startswith("项目11")


def test_a_department_pools_only_what_everybody_sees(office: Browser, scene: Scene) -> None:
    projects = visited(scene)
    scene.residents(projects[0], g5=40)
    scene.residents(projects[1], g1=9)
    in_english(office).open(PAGE)
    departments = next(
        part for part in office.page.select("section.panel") if part.h2 and part.h2.get_text() == "Departments"
    )
    assert "100 %" in departments.get_text()
    assert "n 40" in departments.get_text()


def test_the_funnel_is_for_the_office_only(sign_in: Callable[..., Browser], scene: Scene) -> None:
    scene.residents(visited(scene)[0], g5=40)
    assert in_english(sign_in(Role.OFFICE)).open(PAGE).page.select_one(".funnel svg[role=img] title") is not None
    for role in (Role.LEADER, Role.VIEWER):
        in_english(sign_in(role)).open(PAGE).sees("Places by deputies' fair score").misses("More than luck?")
    for role in (Role.DEPARTMENT, Role.INTERVIEWER):
        assert sign_in(role).open(PAGE).status == 403


def test_the_office_is_told_what_keeps_projects_from_being_compared(
    sign_in: Callable[..., Browser], scene: Scene
) -> None:
    for number in range(5):
        scene.mark(scene.project(f"P{number}"), "Kind", 100, days_ago=number + 1)
    lonely = scene.project("P9")
    scene.mark(lonely, "Strict", 70)
    scene.mark(lonely, "Other", 75, days_ago=5)
    office = in_english(sign_in(Role.OFFICE)).open(PAGE)
    office.sees("6 of 7 projects have been visited; 5 of these by one deputy or on one day only.")
    office.sees("2 of 3 deputies have fewer than three sheets", "2 groups that no deputy links")
    office.sees("which tells nothing apart: Kind.")
    in_english(sign_in(Role.LEADER)).open(PAGE).misses("Before you compare", "Kind")


def test_the_daily_run_counts_empty_praise_and_names_nobody(scene: Scene, run: Callable[..., tuple[int, str]]) -> None:
    for number in range(5):
        scene.mark(scene.project(f"P{number}"), "Kind", 100, days_ago=number + 1)
    scene.mark(scene.project("P9"), "Strict", 70)
    status, said = run("daily")
    assert (status, "1 位代表委员" in said, "2 组" in said, "Kind" in said) == (0, True, True, False)


def test_the_daily_run_says_when_the_districts_mean_has_moved(
    office: Browser, scene: Scene, run: Callable[..., tuple[int, str]]
) -> None:
    projects = [scene.project(f"P{number:02}") for number in range(22)]
    for number, project in enumerate(projects):
        scene.residents(project, g5=10 + number, g3=5)
    office.open("/desk/scorecards").fill(note="").press(action="/desk/scorecards/publish")
    assert "全区居民评价均值" not in run("daily")[1]
    for project in projects:
        scene.residents(project, g1=10)
    assert "全区居民评价均值" in run("daily")[1]
