"""Sheets keyed in with nothing but the keyboard: one key an answer.

`pytest tests/test_keying.py -n 0 -s --sheets 100` is the long run.
"""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from survey.collect import paper_sheets
from survey.collect.tables import PaperSheet, Submission
from survey.people import sessions
from survey.people.tables import Account, Role
from survey.questionnaires import versions
from survey.questionnaires.tables import Version
from survey.register.tables import Category, Project, Site, SiteCode
from survey.settings import DISTRICT_TIME
from tests.phones import Phone, Server, network, new_phone, phone, server
from tests.test_types_walk import ORDERS

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser
ANSWERS = ["aware", "benefited", "overall", "distance", "hygiene", "taste", "service", "price", "improve", "improve"]


@pytest.fixture
def desk(phone: Phone, server: Server) -> Phone:
    """The office's keyboard and screen."""
    with server.database() as session:
        account = session.scalars(select(Account).where(Account.role == Role.OFFICE)).first()
        assert account is not None
        secret = sessions.open_for_account(session, account, agent="test", now=datetime.now(UTC))
        session.commit()
    phone.context.add_cookies([{"name": "staff", "value": secret, "url": phone.address}])
    phone.page.set_viewport_size({"width": 1280, "height": 800})
    return phone


def printed(server: Server, count: int) -> list[int]:
    """Numbers of new sheets about elderly care."""
    now = datetime.now(UTC)
    with server.database() as session:
        version = session.scalars(select(Version).where(Version.questionnaire == "resident/elderly-care")).one()
        code = session.scalars(
            select(SiteCode.code)
            .join(SiteCode.site)
            .join(Site.project)
            .join(Project.category)
            .where(Category.name == "养老服务", SiteCode.revoked_at.is_(None))
        ).first()
        assert code is not None
        today = now.astimezone(DISTRICT_TIME).date()
        made = paper_sheets.number(session, version, code, "zh", count=count, now=now, today=today)
        numbers = [sheet.number for sheet in made]
        session.commit()
    return numbers


def test_ten_answers_are_ten_keys_and_every_sheet_is_stored(
    desk: Phone, server: Server, request: pytest.FixtureRequest
) -> None:
    numbers = printed(server, request.config.getoption("--sheets"))
    page = desk.page
    page.goto("/desk/paper")
    page.keyboard.type(str(numbers[0]))
    for number in numbers:
        page.keyboard.press("Enter")
        page.locator("fieldset.now").wait_for()
        grade = str(number % 3 + 1)  # the three grades that ask for no reason
        for key in ["1", "1", grade, "1", "2", "3", "4", "5", "1", "2"]:
            page.keyboard.press(key)
        for _ in ("the choice of several", "the open line", "the button"):
            page.keyboard.press("Enter")
        page.get_by_text(f"第 {number} 号卷已存").wait_for()
    with server.database() as session:
        rows = session.execute(
            select(PaperSheet.number, Submission.answers)
            .join(Submission, Submission.id == PaperSheet.submission_id)
            .where(PaperSheet.number.in_(numbers))
        ).all()
    assert {number: answers["overall"] for number, answers in rows} == {number: "543"[number % 3] for number in numbers}
    assert all(len(answers) == 9 and len(answers["improve"]) == 2 for _, answers in rows), json.dumps(rows[0][1])


def test_a_reason_is_asked_only_where_the_sheet_asks_it_and_a_key_can_be_taken_back(
    desk: Phone, server: Server
) -> None:
    [number] = printed(server, 1)
    page = desk.page
    page.goto(f"/desk/paper/{number}")
    current = page.locator("fieldset.now")
    for key in ("1", "1", "4"):
        page.keyboard.press(key)
    assert current.get_attribute("data-step") == "why"
    page.keyboard.press("Backspace")
    assert current.get_attribute("data-step") == "overall"
    page.keyboard.press("1")
    assert current.get_attribute("data-step") not in ("why", "overall")


def test_a_ranking_is_keyed_by_its_numbers_alone(desk: Phone, server: Server) -> None:
    now = datetime.now(UTC)
    with server.database() as session:
        version = versions.publish(session, replace(ORDERS, name="office/rare"), "0" * 64, now)
        code = session.scalars(select(SiteCode.code).where(SiteCode.revoked_at.is_(None))).first()
        assert code is not None
        today = now.astimezone(DISTRICT_TIME).date()
        number = paper_sheets.number(session, version, code, "zh", count=1, now=now, today=today)[0].number
        session.commit()
    page = desk.page
    page.goto(f"/desk/paper/{number}")
    for key in ["1", "1", "3", "4", "Backspace", "Backspace", "2", "1", "4", "Enter", "Enter"]:
        page.keyboard.press(key)
    page.get_by_text(f"第 {number} 号卷已存").wait_for()
    [(answers,)] = server.ask("SELECT answers FROM submission ORDER BY received_at DESC LIMIT 1")
    assert json.loads(answers)["order"] == ["market", "school", "park", "ferry"]
