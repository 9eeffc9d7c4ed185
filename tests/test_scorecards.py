"""Scorecards through the real door: what the office sees, what the public may, and what an edition freezes."""

import csv
import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from uuid import uuid4

from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.cli.context import Deployment
from survey.cli.scorecards import scorecard
from survey.collect.periods import open_period
from survey.people.tables import Role
from survey.register.tables import Project, Site
from survey.scorecards import publication
from survey.scorecards.model import Document
from survey.scorecards.tables import PublishedCard
from survey.settings import Settings
from tests.conftest import Clock
from tests.district import Scene
from tests.shipped import publish_shipped
from tests.walker import Browser, in_english

NUMBER = "SS-2026-001"


def publish(office: Browser, note: str = "") -> None:
    office.open("/desk/scorecards").fill(note=note).press(action="/desk/scorecards/publish")
    assert office.status == 200


def published(anybody: Browser, number: str = NUMBER) -> Document:
    content: Document = anybody.client.get(f"/c/{number}/card.json").get_json()["content"]
    return content


def everything_public(anybody: Browser, number: str = NUMBER) -> list[str]:
    """One card's page, JSON and CSV, as text."""
    paths = (f"/c/{number}", f"/c/{number}/card.json", f"/c/{number}/card.csv", "/c")
    return [anybody.client.get(path).get_data(as_text=True) for path in paths]


def test_the_office_sees_every_number(office: Browser, scene: Scene, canteen: Project) -> None:
    scene.residents(canteen, g5=2, g4=1)
    scene.mark(canteen, "D1", 96)
    in_english(office).open(f"/desk/projects/{NUMBER}/card")
    office.sees("社区食堂提升", "The 3 answers average 4.67.", "20.0 pretend answers", "mean 96.0 of 100")


def test_the_hand_example_of_the_cautious_mean(scene: Scene, canteen: Project, office: Browser) -> None:
    scene.residents(canteen, g5=12, g4=8)
    in_english(office).open(f"/desk/projects/{NUMBER}/card").sees("Cautious mean: 4.3 of 5")  # 4 + 20/40 × 0.6


def test_an_unpublished_card_is_not_there_for_the_public(anybody: Browser, scene: Scene, canteen: Project) -> None:
    scene.residents(canteen, g5=40)
    for path in (f"/c/{NUMBER}", f"/c/{NUMBER}/card.json", f"/c/{NUMBER}/card.csv", "/c/nothing"):
        assert anybody.open(path).status == 404
    assert anybody.open("/c").status == 200


def test_a_published_card_does_not_change(
    office: Browser, anybody: Browser, scene: Scene, canteen: Project, session: Session
) -> None:
    scene.residents(canteen, g5=30, g4=10)
    publish(office, note="第一版")
    before = everything_public(anybody)
    assert "第一版" in before[0]
    scene.residents(canteen, g1=30)
    scene.mark(canteen, "D1", 55)
    assert everything_public(anybody) == before
    edition = publication.newest(session)
    assert edition is not None
    assert publication.unchanged(session, edition)
    session.commit()  # lets go of SQLite's one write lock
    publish(office)
    assert published(anybody)["residents"]["n"] == 70
    assert [made.edition for made, _ in publication.history(session)] == [2, 1]
    session.commit()
    asked_before = office.open("/desk/scorecards").page
    publish(office, note="第三版")
    office.page = asked_before
    office.press(action="/desk/scorecards/publish").sees("第三版", "刚才已经发布了新的一版")
    assert len(publication.history(session)) == 3
    office.sees("第一版")


def test_a_changed_card_betrays_itself(office: Browser, scene: Scene, canteen: Project, session: Session) -> None:
    scene.residents(canteen, g5=40)
    publish(office)
    card = session.scalars(select(PublishedCard)).one()
    card.content = card.content | {"name": "别的项目"}
    session.flush()
    edition = publication.newest(session)
    assert edition is not None
    assert not publication.unchanged(session, edition)


def test_four_more_answers_do_not_move_the_next_edition(
    office: Browser, anybody: Browser, scene: Scene, canteen: Project
) -> None:
    scene.residents(canteen, g5=30, g4=10)
    publish(office)
    scene.residents(canteen, g1=4)
    publish(office)
    card = published(anybody)
    assert (card["edition"], card["residents"]["n"], card["figures_of_edition"]["residents"]) == (2, 40, 1)
    scene.residents(canteen, g1=1)
    publish(office)
    assert published(anybody)["residents"]["n"] == 45


def test_fewer_than_five_answers_are_not_even_counted(
    office: Browser, anybody: Browser, scene: Scene, canteen: Project
) -> None:
    scene.residents(canteen, g5=3, g1=1)
    publish(office)
    card = published(anybody)
    assert card["residents"]["n"] is None
    assert not any(card["residents"][part] for part in ("satisfaction", "satisfied", "grades", "questions", "improve"))
    in_english(anybody).open(f"/c/{NUMBER}").sees("Fewer than 5 answers").misses("average", "satisfied:")


def test_small_cells_are_hidden_everywhere_alike(
    office: Browser, anybody: Browser, scene: Scene, canteen: Project
) -> None:
    scene.residents(canteen, g5=9, g4=7, g3=5, g2=4, g1=1)
    scene.residents(canteen, "aware", yes=20, heard=5, no=1)
    scene.residents(canteen, "improve", taste=6, price=2)
    publish(office)
    card = published(anybody)
    counts = {option["option"]: option["count"] for option in card["residents"]["grades"]}
    assert counts["1"] is None
    assert sum(count is None for count in counts.values()) >= 2
    assert card["residents"]["satisfaction"]["raw"] is None
    aware = next(question for question in card["residents"]["questions"] if question["question"] == "aware")
    assert sum(option["count"] is None for option in aware["options"]) == 2
    assert [option["option"] for option in card["residents"]["improve"]] == ["taste"]
    page, _, sheet, _ = everything_public(anybody)
    rows = list(csv.DictReader(StringIO(sheet.removeprefix("\ufeff"))))
    in_sheet = {row["option"]: row["value"] for row in rows if row["figure"] == "overall"}
    assert in_sheet == {option: "hidden" if count is None else str(count) for option, count in counts.items()}
    assert "price" not in page + sheet
    in_english(anybody).open(f"/c/{NUMBER}").sees("hidden")


def test_marks_of_two_deputies_stay_with_the_office(
    office: Browser, anybody: Browser, scene: Scene, canteen: Project
) -> None:
    scene.mark(canteen, "D1", 91.25)
    scene.mark(canteen, "D2", 83.5, announced=False)
    publish(office)
    marks = published(anybody)["deputies"]
    assert (marks["every"]["n"], marks["every"]["mean"], marks["announced"]["mean"]) == (2, None, None)
    assert not any(secret in text for text in everything_public(anybody) for secret in ("91.2", "91.3", "83.5", "87.4"))
    in_english(office).open(f"/desk/projects/{NUMBER}/card").sees("mean 91.2 of 100", "mean 83.5 of 100")


def test_one_kind_of_visit_cannot_be_subtracted(
    office: Browser, anybody: Browser, scene: Scene, canteen: Project
) -> None:
    for deputy in ("D1", "D2", "D3"):
        scene.mark(canteen, deputy, 90)
    scene.mark(canteen, "D4", 50, announced=False)
    publish(office)
    marks = published(anybody)["deputies"]
    assert marks["every"]["mean"] == 80
    assert (marks["announced"]["mean"], marks["unannounced"]["mean"], marks["gap"]) == (None, None, None)
    for deputy in ("D5", "D6", "D7"):
        scene.mark(canteen, deputy, 60, announced=False)
    publish(office)
    marks = published(anybody)["deputies"]
    assert marks["every"]["mean"] == 71.4
    assert (marks["announced"]["mean"], marks["unannounced"]["mean"]) == (None, None)


def test_full_marks_say_nothing_and_the_card_says_so(office: Browser, scene: Scene, canteen: Project) -> None:
    for deputy in ("D1", "D2", "D3"):
        scene.mark(canteen, deputy, 100)
    in_english(office).open(f"/desk/projects/{NUMBER}/card")
    office.sees("Every deputy gave full marks", "Deputies came on one day only", "One side is missing")


def test_expected_and_unexpected_visits_stand_side_by_side(office: Browser, scene: Scene, canteen: Project) -> None:
    for days, (deputy, score) in enumerate([("D1", 98), ("D2", 97), ("D3", 99)]):
        scene.mark(canteen, deputy, score, days_ago=days + 1)
        scene.mark(canteen, deputy, score - 20, announced=False, days_ago=days + 1)
    other = scene.project("SS-2026-002")
    for number in range(10):
        scene.mark(other, f"E{number}", 90 + number % 3)
    in_english(office).open(f"/desk/projects/{NUMBER}/card")
    office.sees("Announced visits scored +20.0 points against unannounced ones.", "Deputies, unannounced")
    office.sees("Announced 98.0 − unannounced 78.0 = +20.0.").misses("both on 0 to 100")
    scene.residents(canteen, g5=20, g4=20)
    office.open(f"/desk/projects/{NUMBER}/card").sees(
        "Deputies 88.0 − residents 83.3, both on 0 to 100, = +4.7.", "points by chance; only more"
    )


def test_a_viewer_looks_but_does_not_publish(
    sign_in: Callable[..., Browser], scene: Scene, canteen: Project, session: Session
) -> None:
    scene.residents(canteen, g5=3, g1=1)
    lookers = [role for role in (Role.VIEWER, Role.LEADER, Role.PRIVACY_OFFICER)]
    assert lookers
    for role in lookers:
        looker = in_english(sign_in(role))
        looker.open("/desk/scorecards").sees("社区食堂提升", "< 5").misses("Publish edition")
        looker.open(f"/desk/projects/{NUMBER}/card").sees("Fewer than 5 answers").misses("average")
        token = "x"
        assert looker.client.post("/desk/scorecards/publish", data={"csrf_token": token}).status_code in (400, 403)
    assert publication.newest(session) is None


def test_outsiders_see_no_desk(sign_in: Callable[..., Browser], anybody: Browser, scene: Scene) -> None:
    for role in (Role.DEPARTMENT, Role.INTERVIEWER):
        assert sign_in(role).open("/desk/scorecards").status == 403
    for path in ("/desk/scorecards", f"/desk/projects/{NUMBER}/card", f"/desk/projects/{NUMBER}/card.csv"):
        assert "/sign-in" in (anybody.client.get(path).location or "")


def test_a_district_without_projects_is_offered_nothing_to_publish(office: Browser) -> None:
    office.open("/desk/scorecards").sees("先导入项目清单").misses("核算表")
    assert not office.page.select("#publish, [href='#publish']")
    office.open("/desk/findings").sees("还没有问题").misses("(0/0)", "待派单", "筛选")


def test_publishing_before_any_period_is_refused(office: Browser, site: Site) -> None:
    in_english(office).open("/desk/scorecards").sees("There is no period yet")


def test_the_list_sorts_and_searches(office: Browser, scene: Scene, canteen: Project) -> None:
    park = scene.project("SS-2026-002", "公园改造")
    scene.residents(canteen, g5=10, g4=10)
    scene.residents(park, g5=30)
    in_english(office).open("/desk/scorecards?sort=mean")
    assert office.text.index("公园改造") < office.text.index("社区食堂提升")
    office.fill(q="食堂").press("Search").sees("社区食堂提升").misses("公园改造")
    office.fill(q="没有这个").press("Search").sees("No project matches")


def test_formulas_are_disarmed(office: Browser, anybody: Browser, scene: Scene, session: Session) -> None:
    scene.project("SS-2026-003", '=HYPERLINK("http://x","y")')
    session.commit()
    publish(office)
    sheet = anybody.client.get("/c/SS-2026-003/card.csv").get_data(as_text=True)
    assert "'=HYPERLINK" in sheet
    assert not any(cell.startswith("=") for row in csv.reader(StringIO(sheet)) for cell in row)


def test_the_front_page_leads_on(office: Browser, anybody: Browser, scene: Scene, canteen: Project) -> None:
    in_english(anybody).open("/").sees("Chenguang District", "Code on the poster").misses("published scorecards")
    assert anybody.page.select_one('form[action="/code"] input[name="code"]') is not None
    publish(office)
    anybody.open("/").follow("published scorecards").follow("社区食堂提升").sees("No answers yet")


def test_an_empty_place_says_so_kindly(anybody: Browser) -> None:
    in_english(anybody).open("/").sees("still being set up")


def test_the_command_prints_the_hand_example(settings: Settings, scene: Scene, canteen: Project) -> None:
    scene.residents(canteen, g5=12, g4=8)
    deployment = Deployment(settings)
    printed = CliRunner().invoke(scorecard, [NUMBER, "--json"], obj=deployment)
    deployment.engine.dispose()
    found = json.loads(printed.output)["residents"]["satisfaction"]
    assert (round(found["mean"], 4), round(found["raw"], 4), found["k"], found["m"]) == (4.3, 4.6, 20, 4)


def test_every_chart_has_words_and_a_table(office: Browser, scene: Scene, canteen: Project) -> None:
    scene.residents(canteen, g5=30, g4=10)
    scene.mark(canteen, "D1", 90)
    office.open(f"/desk/projects/{NUMBER}/card")
    charts = office.page.select(".chart")
    assert charts
    for chart in charts:
        assert chart.select_one("svg[role=img] title") is not None
        assert chart.select_one("details table tbody tr") is not None
    assert "n = 40" in str(charts[0])
    assert not office.page.select("[style]")


def test_answers_from_the_scanned_page_reach_the_card_and_the_next_receipt(
    app: Flask, office: Browser, site: Site, session: Session, clock: Clock
) -> None:
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    code = site.codes[0].code
    session.commit()

    def answer(grade: str) -> Browser:
        phone = in_english(Browser(app.test_client()))
        phone.open(f"/S/{code}").fill(answer_overall=grade, answer_aware="heard", answer_improve=["more"])
        return phone.press("Send").sees("Received")

    for grade in "5555554444":
        answer(grade).misses("What others said so far")
    in_english(office).open(f"/desk/projects/{NUMBER}/card")
    office.sees("The 10 answers average 4.6.", "10 of 10 are satisfied", "Heard of it", "Reach more people · 10")
    clock.moment += timedelta(days=1)
    answer("1").sees("What others said so far", "6 · 60 %").misses("1 ·")


def test_a_viewer_learns_nothing_by_looking_before_and_after_an_answer(
    sign_in: Callable[..., Browser], scene: Scene, canteen: Project, clock: Clock
) -> None:
    def figures(role: Role) -> str:
        browser = sign_in(role, login=f"{role}{clock()}{len(seen)}")
        seen.append(browser.client.get(f"/desk/projects/{NUMBER}/card.csv").get_data(as_text=True))
        return seen[-1]

    seen: list[str] = []
    scene.residents(canteen, g5=30, g4=10)  # on 20 November
    before = figures(Role.VIEWER)
    scene.residents(canteen, day=clock().date(), g1=1)
    scene.mark(canteen, "D1", 61, days_ago=0)
    assert figures(Role.VIEWER) == before
    assert "61" in figures(Role.OFFICE)
    clock.moment += timedelta(days=1)
    assert "residents,answers,,40," in figures(Role.VIEWER)  # one answer more is too few
    assert "residents,answers,,41," in figures(Role.OFFICE)
    scene.residents(canteen, day=clock().date(), g1=4)
    clock.moment += timedelta(days=1)
    assert "residents,answers,,45," in figures(Role.VIEWER)


def test_a_sheet_shows_at_once_and_the_districts_m_moves_overnight(
    sign_in: Callable[..., Browser], scene: Scene, canteen: Project, clock: Clock
) -> None:
    for number in range(20):
        scene.residents(scene.project(f"P{number:02}"), g5=number, g3=25 - number)
    today = clock().date()

    def figures() -> tuple[str, str]:
        text = sign_in(Role.OFFICE, login=uuid4().hex).client.get(f"/desk/projects/{NUMBER}/card.csv").get_data(True)
        rows = {row[1]: row[3] for row in csv.reader(StringIO(text)) if row[0] in ("residents", "deputies")}
        return rows["every"], rows["m"]

    scene.residents(canteen, day=today, g5=5)
    scene.mark(canteen, "D1", 80)
    first = figures()
    scene.mark(canteen, "D2", 90)
    scene.residents(scene.project("P99"), day=today, g1=200)
    assert (first[0], figures()) == ("80.0", ("85.0", first[1]))
    clock.moment += timedelta(days=1)
    assert figures()[1] != first[1]
