"""Members of staff are told once a day what waits for them: in the app, and at the address that the office noted."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey.cli import telling
from survey.cli.context import Deployment
from survey.people import notices
from survey.people.notices import News
from survey.people.tables import Account, Role
from survey.register import duty
from survey.register.tables import ProjectState, Site
from survey.settings import Settings
from tests.conftest import Clock
from tests.receivers import Receiver, gateway, mail_server
from tests.rounds import Cast
from tests.walker import Browser

__all__ = ["gateway", "mail_server"]


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


@pytest.mark.sqlite
def test_a_department_is_told_of_silent_projects_once_a_week(
    clerk: Browser, session: Session, site: Site, clock: Clock
) -> None:
    site.project.state, site.project.starts_on = ProjectState.UNDER_WAY, clock().date() - timedelta(days=40)
    for days in (0, 1, 7):
        tell(session, clock, days=days)
    clerk.open("/account/notices").sees("30天没有推进记录的项目：1 个")
    assert len(clerk.page.select("main .rows li")) == 2
    duty.note(session, site.project, "已开工", on_schedule=True, who="林远", now=clock() + timedelta(days=13))
    tell(session, clock, days=14)
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


class Deployed(Deployment):
    """A deployment whose moment the test says."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        super().__init__(settings)
        self.clock = clock

    @property
    def now(self) -> datetime:
        return self.clock()


def send(session: Session, deployed: Deployed) -> list[str]:
    """Send what `survey daily` sends; who could not be reached."""
    left = [*telling.send(session, deployed), *telling.send_departments(session, deployed)]
    session.commit()
    return left


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
@pytest.mark.sqlite
def test_a_digest_reaches_a_real_gateway_and_a_real_mailbox_once_and_never_at_night(
    clerk: Browser, session: Session, settings: Settings, clock: Clock, gateway: Receiver, mail_server: Receiver
) -> None:
    civil = session.query(Account).filter_by(login="civil").one()
    civil.notice_addresses = f"{gateway.address} {mail_server.address}"
    for key, count in (("one", 1), ("two", 2)):
        notices.give(
            session, [civil], News(key, "Milestones past their day: {count}", "/department", {"count": count}), clock()
        )
    session.commit()
    deployed = Deployed(settings, clock)
    clock.moment += timedelta(hours=12)
    assert send(session, deployed) == []
    assert (gateway.taken, mail_server.taken) == ([], [])
    clock.moment += timedelta(hours=12)
    for _ in range(2):
        assert send(session, deployed) == []
    for receiver in (gateway, mail_server):
        ((title, text),) = receiver.taken
        assert title == "五张清单：等您处理的事项"
        assert "过期的节点：1" in text
        assert "过期的节点：2" in text
    gateway.address = "json://127.0.0.1:9/"
    civil.notice_addresses = gateway.address
    notices.give(session, [civil], News("three", "Saved.", "/desk"), clock())
    assert send(session, deployed) == ["civil"]
    civil.notice_addresses = mail_server.address
    assert send(session, deployed) == []
    assert len(mail_server.taken) == 2


@pytest.mark.filterwarnings("ignore:'imghdr' is deprecated")
def test_a_department_without_an_account_is_told_at_its_address_and_the_office_sees_who_is_not(
    office: Browser, session: Session, site: Site, settings: Settings, clock: Clock, gateway: Receiver,
    sign_in: Callable[..., Browser],
) -> None:  # fmt: skip
    duty.plan(session, site.project, "厨房验收", clock().date() - timedelta(days=1))
    tell(session, clock)
    office.open("/account/notices").sees("无账号也无通知地址、没有人收到通知的单位：1").follow("没有人收到通知的单位")
    office.sees("无人收到通知").follow("区民政局").fill(addresses="file:///x").press("保存", within=".panels")
    office.sees("file:///x").fill(addresses=gateway.address).press(action="/desk/names/department/addresses")
    office.open("/desk/accounts").sees("发送到其地址").misses("无人收到通知")
    office.open("/desk").misses("没有人收到")
    session.rollback()
    assert send(session, Deployed(settings, clock)) == []
    assert [text.strip() for _, text in gateway.taken] == ["过期的节点：1 个"]
    office.open("/desk/names/department").follow("区民政局").fill(name="区社会事务局").press("改名")
    first = sign_in(Role.DEPARTMENT, login="first", department="区社会事务局")
    first.open("/account/notices").sees("过期的节点：1", "未读").press("我都看过了").misses("未读")
    tell(session, clock, days=1)
    assert len(first.open("/account/notices").page.select("main .rows li")) == 2
    sign_in(Role.DEPARTMENT, login="roads", department="区城市管理局").open("/account/notices").misses("过期的节点")


@pytest.mark.sqlite
def test_what_is_sent_to_nobody_is_said_at_once(people: Cast, session: Session) -> None:
    people.score(upkeep=3)
    session.execute(update(Account).where(Account.role == Role.DEPARTMENT).values(disabled_at=people.clock()))
    session.commit()
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.office.sees("区民政局没有人收到通知")


def test_nobody_is_woken_in_quiet_hours() -> None:
    assert [hour for hour in range(24) if not telling.is_quiet(hour, (21, 8))] == list(range(8, 21))
    assert [hour for hour in range(24) if telling.is_quiet(hour, (12, 14))] == [12, 13]
