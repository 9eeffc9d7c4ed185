"""Members of staff are told once a day what waits for them: in the app, and at the address that the office noted."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from survey.cli import telling
from survey.people import notices
from survey.people.notices import News
from survey.people.tables import Account, Role
from survey.register import duty
from survey.register.tables import Site
from tests.conftest import Clock
from tests.walker import Browser


@pytest.fixture
def clerk(sign_in: Callable[..., Browser], site: Site) -> Browser:
    """Somebody of the department that leads the project."""
    return sign_in(Role.DEPARTMENT, login="civil", department="区民政局")


def tell(session: Session, clock: Clock, days: int = 0) -> None:
    """Run what `survey daily` tells, some days from now."""
    moment = clock() + timedelta(days=days)
    telling.tell(session, moment, moment.date())
    session.commit()


def test_a_department_is_told_of_a_late_milestone_once_a_day(
    clerk: Browser, sign_in: Callable[..., Browser], session: Session, site: Site, clock: Clock
) -> None:
    others = sign_in(Role.DEPARTMENT, login="roads", department="区城市管理局")
    duty.plan(session, site.project, "厨房验收", clock().date() - timedelta(days=1))
    for _ in range(2):
        tell(session, clock)
    clerk.open("/department").follow("通知").sees("过期的节点：1", "未读")
    assert len(clerk.page.select("main .rows li")) == 1
    clerk.press("我都看过了").misses("我都看过了")
    others.open("/account/notices").misses("过期的节点")
    tell(session, clock, days=1)
    assert len(clerk.open("/account/notices").page.select("main .rows li")) == 2


def test_the_office_is_told_of_proposals_that_wait(
    clerk: Browser, office: Browser, session: Session, clock: Clock
) -> None:
    clerk.open("/department/proposals").fill(
        name="口袋公园", category="绿化", target="新建口袋公园2处", site="长青街", due_on="2027-03-01", owner="李明"
    ).press()
    tell(session, clock)
    office.open("/account/notices").sees("等候办公室审核的申报：1").follow("等候办公室审核").sees("口袋公园")


@pytest.mark.sqlite
def test_an_address_is_noted_by_the_office_and_of_known_kinds_only(
    clerk: Browser, office: Browser, session: Session
) -> None:
    account = session.query(Account).filter_by(login="civil").one()
    account_id = account.id
    session.rollback()
    office.open(f"/desk/accounts/{account_id}").fill(addresses="file:///etc/passwd").press("保存").sees("file:///")
    office.fill(addresses="wecombot://abc mailtos://u:p@example.cn").press("保存").sees("已保存")
    session.refresh(account)
    assert account.notice_addresses == "wecombot://abc mailtos://u:p@example.cn"


@pytest.mark.sqlite
def test_a_digest_holds_what_is_unread_and_unsent_of_who_has_an_address(
    clerk: Browser, office: Browser, session: Session, clock: Clock
) -> None:
    civil = session.query(Account).filter_by(login="civil").one()
    staff = [civil, session.query(Account).filter_by(login="office").one()]
    civil.notice_addresses = "json://127.0.0.1:9/"
    notices.give(session, staff, News("one", "Saved.", "/desk"), clock())
    notices.give(session, staff, News("two", "Saved.", "/desk"), clock())
    digests = notices.unsent(session)
    assert {account.login: len(told) for account, told in digests.items()} == {"civil": 2}
    notices.read_all(session, civil, clock())
    assert notices.unsent(session) == {}


def test_nobody_is_woken_in_quiet_hours() -> None:
    assert [hour for hour in range(24) if not telling.is_quiet(hour, (21, 8))] == list(range(8, 21))
    assert [hour for hour in range(24) if telling.is_quiet(hour, (12, 14))] == [12, 13]
