"""Staff hold interviews: the residents' questionnaire with one person after the other, and each of them counts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Channel, Interview, Submission, Tally
from survey.people import links
from survey.people.accounts import make
from survey.people.tables import Account, Role
from survey.register.tables import Site
from tests.conftest import Clock
from tests.network import Network
from tests.phones import Phone, Server
from tests.phones import network as network  # the fixtures
from tests.phones import new_phone as new_phone
from tests.phones import phone as phone
from tests.phones import server as server
from tests.test_answer import JSON
from tests.test_answer import code as code
from tests.walker import Browser


@pytest.fixture
def interviewer(sign_in: Callable[..., Browser], code: str) -> Browser:
    return sign_in(Role.INTERVIEWER, name="周访")


def hold(person: Browser, code: str, grade: str) -> Browser:
    return person.open(f"/interviews/{code}").fill(answer_overall=grade).press("提交").sees("已收到")


def rows(session: Session) -> list[tuple[Channel, str, bool]]:
    found = [
        (row.channel, row.answers["overall"], row.superseded_at is None)
        for row in session.scalars(select(Submission).order_by(Submission.received_at))
    ]
    session.rollback()
    return found


def test_many_fillings_in_a_row_at_one_site_all_count(
    interviewer: Browser, code: str, session: Session, clock: Clock
) -> None:
    interviewer.open("/interviews").sees("今天：0 份").follow("社区食堂提升")
    for grade in "532":
        interviewer.fill(answer_overall=grade).press("提交").sees("已收到").follow("下一位")
        clock.moment += timedelta(minutes=2)
    assert rows(session) == [(Channel.INTERVIEWER, grade, True) for grade in "532"]
    assert {each.channel for each in session.scalars(select(Tally))} == {"interviewer"}
    session.rollback()
    interviewer.open("/interviews").sees("今天：3 份", "社区食堂提升")
    clock.moment += timedelta(days=1)


def test_yesterdays_interviews_are_not_todays(
    interviewer: Browser, sign_in: Callable[..., Browser], code: str, clock: Clock
) -> None:
    hold(interviewer, code, "5")
    clock.moment += timedelta(days=1)
    sign_in(Role.INTERVIEWER, login="other").open("/interviews").sees("今天：0 份")


def test_the_office_sees_who_held_how_many(interviewer: Browser, office: Browser, code: str) -> None:
    hold(interviewer, code, "5")
    hold(interviewer, code, "4")
    hold(office, code, "4")
    office.open("/interviews").sees("今天：3 份", "周访")
    interviewer.open("/interviews").sees("今天：2 份").misses("周访")


def test_an_interview_that_waited_on_the_phone_counts_after_the_sign_in_has_ended(
    interviewer: Browser, anybody: Browser, code: str, session: Session, clock: Clock
) -> None:
    page = interviewer.open(f"/interviews/{code}").page
    carried = page.select_one("[name=interviewer]")["value"]  # type: ignore[index]
    clock.moment += timedelta(hours=3)
    fields = {"answer_overall": "2", "interviewer": carried, "lang": "zh"}
    address = f"/s/{code}/7f0c2f6e-0000-4000-8000-000000000001"
    assert anybody.client.post(address, data=fields, headers=JSON).status_code == 201
    assert anybody.client.post(address, data=fields, headers=JSON).status_code == 200
    assert rows(session) == [(Channel.INTERVIEWER, "2", True)]
    assert len(session.scalars(select(Interview)).all()) == 1


@pytest.mark.parametrize("change", ["disabled", "forged"])
def test_nobody_holds_interviews_who_may_not(
    interviewer: Browser, anybody: Browser, code: str, session: Session, clock: Clock, change: str
) -> None:
    carried = interviewer.open(f"/interviews/{code}").page.select_one("[name=interviewer]")["value"]  # type: ignore[index]
    if change == "disabled":
        session.scalars(select(Account)).one().disabled_at = clock()
        session.commit()
    else:
        carried = f"{carried}x"
    fields = {"answer_overall": "5", "interviewer": carried}
    answer = anybody.client.post(f"/s/{code}/7f0c2f6e-0000-4000-8000-000000000002", data=fields, headers=JSON)
    assert (answer.status_code, answer.json["code"]) == (401, "interviewer_needed")  # type: ignore[index]
    assert rows(session) == []


@pytest.mark.sqlite
def test_wrong_answers_stay_an_interview(interviewer: Browser, code: str, session: Session) -> None:
    interviewer.open(f"/interviews/{code}").press("提交")
    assert interviewer.status == 422
    interviewer.fill(answer_overall="4").press("提交").sees("已收到", "下一位")
    assert rows(session) == [(Channel.INTERVIEWER, "4", True)]


@pytest.mark.sqlite
def test_a_resident_finds_nothing_of_it(anybody: Browser, interviewer: Browser, code: str, site: Site) -> None:
    hold(interviewer, code, "5")
    receipt = interviewer.path
    anybody.open(receipt).sees("已收到").misses("下一位")
    assert anybody.open(f"/S/{code}").page.select_one("[name=interviewer]") is None
    assert anybody.open("/interviews").path == "/sign-in"


@pytest.mark.sqlite
def test_a_site_is_found_by_words_and_interviewers_start_here(
    interviewer: Browser, session: Session, code: str, clock: Clock, anybody: Browser
) -> None:
    interviewer.open("/interviews").fill(q="秋实").press("搜索").sees("秋实街道长者食堂")
    interviewer.fill(q="没有这样的地方").press("搜索").sees("没有找到点位")
    account = make(session, Role.INTERVIEWER, login="new", name="新", now=clock())
    secret = links.make(session, account, clock())
    session.commit()
    anybody.open(f"/sign-in/{secret}").fill(password="a-long-sentence-of-mine").press()
    assert anybody.path == "/interviews"


def test_interviews_go_on_without_a_network(phone: Phone, network: Network, server: Server) -> None:
    with server.database() as session:
        account = make(session, Role.INTERVIEWER, login="walker", name="周访", now=datetime.now(UTC))
        secret = links.make(session, account, datetime.now(UTC))
        session.commit()
    phone.open(f"/sign-in/{secret}")
    phone.page.fill("input[type=password]", "a-long-sentence-of-mine")
    phone.page.click("main button")
    phone.comes_to("/interviews").sees("没有网络也能用")
    phone.page.locator("[data-keep]").first.click()
    phone.comes_to("/interviews/").page.locator("#sheet[data-ready]").wait_for()
    network.fails("down")
    for comment in ("走访一", "走访二"):
        phone.answer(comment).send().sees("现在没有信号")
        phone.page.get_by_text("下一位").locator("visible=true").click()
        phone.page.locator("#sheet[data-ready]").wait_for()
        assert phone.page.input_value("[name=answer_comment]") == ""
    network.heals()
    phone.open("/waiting").sees("没有待发")
    assert [server.stored(comment) for comment in ("走访一", "走访二")] == [1, 1]
    assert server.ask("SELECT count(*) FROM interview") == [(2,)]
    phone.open("/interviews").sees("今天：2 份")
