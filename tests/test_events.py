"""Events: people choose a project, answer once for each ticket, and a screen counts without telling."""

import csv
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import demo, problems
from survey.collect import events
from survey.collect.tables import Channel, Event, Submission
from survey.people.tables import AuditEntry, Role
from survey.printing import qr, tickets
from survey.register import codes
from survey.register.tables import Category, District, Project, Site
from survey.web import pictograms
from tests import paper
from tests.conftest import Clock
from tests.test_answer import code as code  # the fixture
from tests.test_cli_printing import survey as survey  # the fixture
from tests.test_desk_questionnaires import post
from tests.walker import Browser

URL = "https://wuzhang.gov.cn"


@pytest.fixture
def fair(session: Session, site: Site, code: str, clock: Clock) -> Event:
    """An event today that shows the site; committed."""
    made = events.make(session, "社区开放日", "文化广场", clock().date(), sites=[site.id], now=clock())
    session.commit()
    return made


@pytest.fixture
def pair(session: Session, fair: Event, clock: Clock) -> list[str]:
    """Two tickets of the fair; committed."""
    made = events.issue(session, fair, 2, clock())
    session.commit()
    return made


@pytest.fixture
def persons(app: Flask) -> Callable[[], Browser]:
    """One more person with a browser."""
    return lambda: Browser(app.test_client())


def answer(person: Browser, way: str, grade: str) -> None:
    person.open(way).follow("社区食堂提升").fill(answer_overall=grade).press("提交").sees("已收到")


def test_an_event_asks_what_the_office_chose_on_its_day_only(
    office: Browser, persons: Callable[[], Browser], session: Session, fair: Event, clock: Clock
) -> None:
    """A hearing's sheet: asked of who comes by the event's page, taken by the door, and counted."""
    way = f"/E/{fair.code}"
    office.open(f"/desk/events/{fair.code}").fill(questionnaire="hearing/core").press("选定")
    office.sees("“社区开放日”当天使用 hearing/core 问卷")
    persons().open(way).follow("社区食堂提升").sees("听取意见的态度").fill(answer_overall="4").press("提交").sees(
        "已收到"
    )
    assert received(session) == [(Channel.EVENT, "4", True)]
    clock.moment += timedelta(days=1)
    persons().open(way).follow("社区食堂提升").misses("听取意见的态度")


@pytest.mark.parametrize("name", ["deputy/core", "office/none"])
def test_an_event_asks_nothing_that_residents_are_not_asked(
    office: Browser, viewer: Browser, session: Session, fair: Event, name: str
) -> None:
    assert post(office, f"/desk/events/{fair.code}/questionnaire", questionnaire=name) == 422
    assert viewer.client.post(f"/desk/events/{fair.code}/questionnaire").status_code in (400, 403)
    session.expire_all()
    assert session.get_one(Event, fair.id).questionnaire == ""


def received(session: Session) -> list[tuple[Channel, str, bool]]:
    session.rollback()
    counting = Submission.superseded_at.is_(None)
    rows = session.scalars(select(Submission).order_by(Submission.received_at, counting)).all()
    found = [(row.channel, row.answers["overall"], row.superseded_at is None) for row in rows]
    session.rollback()
    return found


def test_an_answer_from_the_events_page_counts_as_the_events(anybody: Browser, session: Session, fair: Event) -> None:
    answer(anybody, f"/E/{fair.code.lower()}", "5")
    assert received(session) == [(Channel.EVENT, "5", True)]


def test_wrong_answers_keep_the_event(anybody: Browser, session: Session, fair: Event) -> None:
    anybody.open(f"/E/{fair.code}").follow("社区食堂提升").press("提交")
    assert anybody.status == 422
    anybody.fill(answer_overall="4").press("提交").sees("已收到")
    assert received(session) == [(Channel.EVENT, "4", True)]


def test_on_another_day_the_same_page_counts_as_the_sites(
    anybody: Browser, session: Session, fair: Event, clock: Clock
) -> None:
    clock.moment += timedelta(days=1)
    anybody.open(f"/E/{fair.code}").sees("按点位答卷计入")
    answer(anybody, f"/E/{fair.code}", "5")
    assert received(session) == [(Channel.SITE, "5", True)]


def test_a_site_that_is_not_on_show_is_not_the_events(
    anybody: Browser, session: Session, fair: Event, clock: Clock
) -> None:
    project = session.scalars(select(Project)).one()
    other = codes.issue(session, Site(project=project, name="第二食堂", position=2), clock()).code
    session.commit()
    anybody.open(f"/S/{other}?event={fair.code}").fill(answer_overall="5").press("提交").sees("已收到")
    assert received(session) == [(Channel.SITE, "5", True)]


def test_two_tickets_count_twice_on_one_tablet(
    anybody: Browser, session: Session, fair: Event, pair: list[str]
) -> None:
    for one, grade in zip(pair, "51", strict=True):
        answer(anybody, f"/E/{fair.code}/{one}", grade)
    assert sorted(received(session)) == [(Channel.EVENT, "1", True), (Channel.EVENT, "5", True)]


def test_one_ticket_on_two_phones_counts_once(
    persons: Callable[[], Browser], session: Session, fair: Event, pair: list[str], clock: Clock
) -> None:
    for grade in "52":
        answer(persons(), f"/E/{fair.code}/{pair[0]}", grade)
        clock.moment += timedelta(minutes=1)
    assert received(session) == [(Channel.EVENT, "5", False), (Channel.EVENT, "2", True)]


def test_no_answer_tells_its_ticket(anybody: Browser, session: Session, fair: Event, pair: list[str]) -> None:
    answer(anybody, f"/E/{fair.code}/{pair[0]}", "5")
    row = session.scalars(select(Submission)).one()
    assert not [told for told in vars(row).values() if pair[0] in str(told)]


def test_a_ticket_is_typed_with_lookalikes(anybody: Browser, session: Session, fair: Event, clock: Clock) -> None:
    event = session.get(Event, fair.id)
    assert event is not None
    with_zero = next(code for code in events.issue(session, event, 400, clock()) if "0" in code)
    session.commit()
    anybody.open(f"/code?code={with_zero.lower().replace('0', 'o')}").sees("社区开放日", with_zero[:4])


def test_the_code_of_the_sign_may_be_typed(anybody: Browser, fair: Event) -> None:
    anybody.open(f"/code?code={fair.code}").sees("社区开放日", "文化广场")


def test_a_ticket_of_another_event_is_refused(
    anybody: Browser, session: Session, fair: Event, site: Site, clock: Clock
) -> None:
    other = events.make(session, "另一场", "别处", clock().date(), sites=[site.id], now=clock())
    theirs = events.issue(session, other, 1, clock())[0]
    session.commit()
    assert anybody.open(f"/E/{fair.code}/{theirs}").sees("不是本次活动的").status == 404
    assert anybody.open("/E/00000000").sees("没有这个编码的活动").status == 404
    assert anybody.open("/E/OOPS").status == 404


def test_the_screen_counts_and_tells_no_grade(anybody: Browser, fair: Event, pair: list[str]) -> None:
    for one in pair:
        answer(anybody, f"/E/{fair.code}/{one}", "1")
    anybody.open(f"/E/{fair.code}/count").sees("已收答卷 2", "社区食堂提升").misses("不满意", "满意")
    assert anybody.response.headers["Refresh"] == "10"
    drawn = str(anybody.page.select_one(".join svg path:last-child"))
    assert drawn == str(BeautifulSoup(qr.svg(f"http://127.0.0.1:8000/E/{fair.code}"), "html.parser").select("path")[-1])


def test_the_office_plans_an_event_and_prints_what_it_needs(
    office: Browser, session: Session, site: Site, clock: Clock
) -> None:
    session.commit()
    office.open("/desk/events").fill(name="开放日", place="广场", held_on="2026-12-01", projects="SS-2026-001")
    office.press("安排").sees("开放日", "广场", "秋实街道长者食堂")
    code = session.scalars(select(Event.code)).one()
    session.rollback()
    (sign,) = paper.pages(office.open(f"/desk/events/{code}/sign.pdf").response.data)
    assert paper.codes(sign) == [f"http://127.0.0.1:8000/E/{code}"]
    office.open(f"/desk/events/{code}").fill(count="25").press("制作并打印")
    read = [paper.codes(page) for page in paper.pages(office.response.data, 150)]
    assert [len(page) for page in read] == [24, 1]
    assert all(url.startswith(f"http://127.0.0.1:8000/E/{code}/") for page in read for url in page)
    office.open(f"/desk/events/{code}").sees("已做 25 张").follow("各展位海报").sees("共 1 页")
    acts = session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert [act for act in acts if act != "posters_printed"] == ["event_planned", "tickets_printed"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "", "place": "广场", "held_on": "2026-12-01", "projects": "SS-2026-001"}, "活动名称"),
        ({"name": "开放日", "place": "广场", "held_on": "2026-13-01", "projects": "SS-2026-001"}, "日期"),
        ({"name": "开放日", "place": "广场", "held_on": "2026-12-01", "projects": "XX-9"}, "XX-9"),
    ],
)
def test_an_event_that_cannot_be_is_refused_with_what_was_typed(
    office: Browser, site: Site, typed: dict[str, str], sentence: str
) -> None:
    office.open("/desk/events").fill(**typed).press("安排").sees(sentence)
    assert office.status == 422
    assert office.page.select_one("#place")["value"] == "广场"  # type: ignore[index]


@pytest.mark.parametrize("count", ["0", "481", "many", ""])
def test_no_ticket_or_too_many_are_refused(office: Browser, session: Session, fair: Event, count: str) -> None:
    office.open(f"/desk/events/{fair.code}").fill(count=count).press("制作并打印").sees("1 到 480 张")
    assert events.tickets(session, fair) == 0


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_only_the_office_plans_events(sign_in: Callable[..., Browser], fair: Event, role: Role) -> None:
    department = {"department": "区民政局"} if role is Role.DEPARTMENT else {}
    assert sign_in(role, **department).open(f"/desk/events/{fair.code}").status == 403


def test_every_ticket_reads_when_it_is_tilted_and_long_names_stay_inside() -> None:
    event = Event(code=codes.mint(), name="很长的活动名称" * 12, place="", held_on=None)
    made = [codes.mint() for _ in range(22)] + ["YJYJYJYJ", "AVTAYVTJ"]
    pdf = tickets.pdf(event, made, District(name="晨光区"), URL)
    (page,) = paper.pages(pdf, 150)
    assert paper.codes(paper.tilted(page)) == sorted(f"{URL}/E/{event.code}/{code}" for code in made)
    assert paper.overprinted(paper.letters(pdf)[0]) == []


def test_the_command_prints_the_posters_of_an_event(survey, session: Session, fair: Event, tmp_path) -> None:  # type: ignore[no-untyped-def]
    assert survey("posters", "-o", str(tmp_path / "all.pdf"), "--event", fair.code).returncode == 0
    refused = survey("posters", "-o", str(tmp_path / "x.pdf"), "--event", "00000000")
    assert (refused.returncode, problems.UnknownEvent.sentence in refused.stderr) == (1, True)


def test_a_ticket_shows_how_far_its_holder_has_come(anybody: Browser, fair: Event, pair: list[str]) -> None:
    anybody.open(f"/E/{fair.code}/{pair[0]}").sees("已评项目 0 / 1")
    answer(anybody, f"/E/{fair.code}/{pair[0]}", "5")
    anybody.open(f"/E/{fair.code}/{pair[0]}").sees("已评项目 1 / 1", "再答一次可以修改")
    anybody.open(f"/E/{fair.code}/{pair[1]}").sees("已评项目 0 / 1")


def test_every_project_on_show_has_a_picture(anybody: Browser, fair: Event) -> None:
    page = anybody.open(f"/E/{fair.code}").page
    drawn = {str(symbol["id"]) for symbol in page.select("symbol")}
    assert drawn == {f"p-{name}" for name, _ in pictograms.WORDS} | {f"p-{pictograms.ANY}"}
    assert [use["href"] for use in page.select("a.pictured use")] == ["#p-people"]  # 社区食堂提升


def test_every_category_of_the_demo_has_a_picture_of_its_kind() -> None:
    with (Path(demo.__file__).parent / "projects.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 60
    made = [Project(name=row["name"], category=Category(name=row["category"])) for row in rows]
    assert pictograms.ANY not in {pictograms.pictogram(project) for project in made}


@pytest.mark.sqlite
@pytest.mark.parametrize("language", ["zh", "en", "ja", "ko", "ru"])
def test_the_events_page_speaks_five_languages(anybody: Browser, fair: Event, language: str) -> None:
    page = anybody.open(f"/E/{fair.code}?lang={language}").page
    assert {str(link["href"]) for link in page.select("nav a")} == {
        f"?lang={other}" for other in ("zh", "en", "ja", "ko", "ru") if other != language
    }
