"""A resident who left a number is called: the number opens by a recorded act, what was said is the verdict."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import Account, AuditEntry, Role
from survey.rounds.tables import By, FindingState, Move
from tests.rounds import Cast
from tests.walker import Browser

NUMBER, SHOWN = "13800138000", "138 0013 8000"
pytestmark = pytest.mark.usefixtures("resident")


@pytest.fixture
def resident(people: Cast, app: Flask) -> Browser:
    """Somebody complained and left a number; the department replied that it is solved."""
    phone = Browser(app.test_client()).open(f"/S/{people.code}")
    phone.fill(answer_overall="1", answer_why=["quality"], answer_comment="菜凉了").press("提交")
    phone.fill(number=NUMBER).press("请回访我").sees("我们会回访您")
    page = "/desk/findings/raise/SS-2026-001"
    ids = [str(box["value"]) for box in people.office.open(page).page.select("[name=submission]")]
    people.office.fill(origin="resident", subject="饭菜凉", text="饭菜送到已凉", submission=ids).press("提出")
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="改用保温箱", promised_on="")
    return phone


@pytest.fixture
def interviewer(people: Cast, sign_in: Callable[..., Browser]) -> Browser:
    return sign_in(Role.INTERVIEWER, name="走访员小林")


def opened(people: Cast) -> list[str]:
    """Who opened the number, in order."""
    with Session(people.session.get_bind()) as session:
        entries = select(AuditEntry).where(AuditEntry.act == "contact_opened").order_by(AuditEntry.id)
        return [entry.actor for entry in session.scalars(entries)]


def address(people: Cast) -> str:
    return f"/desk/callbacks/{people.finding().code}"


def test_the_office_opens_the_number_and_writes_the_verdict_down(people: Cast) -> None:
    people.office.open("/desk/callbacks").follow("饭菜凉").sees("改用保温箱").misses(SHOWN)
    assert opened(people) == []
    people.office.press("打开号码").sees(SHOWN)
    assert people.office.response.headers["Cache-Control"] == "no-store"
    assert opened(people) == ["office"]
    people.office.open(address(people)).misses(SHOWN)
    people.office.fill(outcome="not_satisfied").press("记下这次通话").sees("请用一句话说明")
    people.office.fill(outcome="not_satisfied", text="今天还是凉的").press("记下这次通话").sees("没有居民等待回访")
    assert (people.finding().state, people.finding().round) == (FindingState.ACCEPTED, 2)
    with Session(people.session.get_bind()) as session:
        move = session.scalars(select(Move).order_by(Move.position.desc())).first()
        assert move is not None
        assert (move.by, move.actor) == (By.RESIDENT, "office")
    people.department.open(f"/department/findings/{people.finding().code}").sees("居民（电话回访）", "今天还是凉的")


def test_satisfied_on_the_phone_is_fixed(people: Cast) -> None:
    people.office.open(address(people)).fill(outcome="satisfied").press("记下这次通话")
    assert people.finding().state is FindingState.FIXED


def test_nobody_answered_leaves_the_call_waiting(people: Cast) -> None:
    people.office.open(address(people)).fill(outcome="no_answer").press("记下这次通话").sees("无人接听")
    assert people.finding().state is FindingState.REPLIED
    assert "1" in [cell.get_text(strip=True) for cell in people.office.open("/desk/callbacks").page.select("td.n")]


def test_only_who_was_asked_to_call_opens_it(people: Cast, interviewer: Browser) -> None:
    interviewer.open("/desk/callbacks").sees("没有居民等待回访")
    assert interviewer.open(address(people)).status == 404
    with Session(people.session.get_bind()) as session:
        id_ = str(session.scalars(select(Account.id).where(Account.login == "interviewer")).one())
    people.office.open(address(people)).fill(account=id_).press("请其回访")
    interviewer.open("/account/notices").sees("有居民等您回访")
    interviewer.open(address(people)).press("打开号码").sees(SHOWN)
    assert opened(people) == ["interviewer"]
    interviewer.fill(outcome="satisfied").press("记下这次通话")
    assert people.finding().state is FindingState.FIXED
    assert interviewer.open(address(people)).status == 404


@pytest.mark.parametrize("who", ["department", "deputy"])
def test_nobody_else_comes_near(people: Cast, who: str) -> None:
    browser: Browser = getattr(people, who)
    for path in ("/desk/callbacks", address(people)):
        browser.open(path).misses("饭菜凉", SHOWN)
    browser.client.application.config["WTF_CSRF_ENABLED"] = False
    browser.client.post(f"{address(people)}/open")
    assert opened(people) == []


def test_a_verdict_on_the_receipt_while_the_caller_rings_is_not_overwritten(people: Cast, resident: Browser) -> None:
    people.office.open(address(people))
    resident.open(resident.path).follow("饭菜凉").fill(verdict="half_fixed", text="只热了一天").press("提交结论")
    people.office.fill(outcome="satisfied").press("记下这次通话")
    assert people.office.status == 404
    assert people.finding().state is FindingState.ACCEPTED


@pytest.mark.sqlite
def test_whoever_is_to_call_is_told_in_the_morning(
    people: Cast, interviewer: Browser, run: Callable[..., tuple[int, str]]
) -> None:
    assert run("daily")[0] == 0
    people.office.open("/account/notices").sees("等待回访的居民：1 位")
    interviewer.open("/account/notices").misses("等待回访的居民")
