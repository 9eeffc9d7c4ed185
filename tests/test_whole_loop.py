"""From the draw to the fix, three phones without a network in it, and what each of six kinds of people can see."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.people import passes
from survey.people.tables import Body, Deputy, Role
from survey.register.tables import Department, ProjectState, Site
from survey.rounds.tables import Finding, FindingState
from survey.visits import draws
from survey.visits.tables import PanelMember, Visit
from tests.conftest import Clock
from tests.network import Network, before
from tests.phones import SCREEN, Phone
from tests.shipped import publish_shipped
from tests.test_desk_browser import served
from tests.walker import Browser

__all__ = ["served"]

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

WHO = ("office", "department", "other_department", "deputy", "other_deputy", "leader", "resident")
PAGES = ("visit", "scores", "finding", "reply")
STEPS = {
    "begun": {},
    "drawn": {"visit": "office deputy"},
    "two of three have scored": {"visit": "office deputy"},
    "all have scored": {"visit": "office deputy", "scores": "office deputy", "finding": "office deputy"},
    "released": {"visit": "office department deputy", "scores": "office deputy", "finding": "office deputy"},
    "dispatched wrongly": {"finding": "office other_department deputy"},
    "returned": {"finding": "office deputy"},
    "dispatched again": {"finding": "office department deputy"},
    "accepted": {},
    "replied B": {"reply": "office department deputy"},
    "not satisfied": {},
    "replied A": {"reply": "office department deputy"},
    "satisfied": {},
}
"""After each step, who sees what; what is not told anew is as it was the step before."""


class Hand(Phone):
    """A phone that is a context of the one browser."""

    def __init__(self, context: BrowserContext) -> None:
        self.context, self.page = context, context.new_page()

    def holds_pass(self, secret: str) -> "Hand":
        """Open a pass at home, with a network, until the phone is ready for the field."""
        self.open(f"/p/{secret}").page.get_by_role("button").click()
        self.sees("没有网络也能用")
        return self

    def reads(self, path: str) -> tuple[int, str]:
        answer = self.page.request.get(path, headers={"Accept": "text/html"})
        return answer.status, answer.text()


class Loop:
    """Everybody of the programme around one site."""

    def __init__(self, session: Session, staff: dict[str, Browser], network: Network) -> None:
        self.session, self.staff, self.network = session, staff, network
        self.phones: dict[str, Hand] = {}
        self.judge = self.visit = self.finding = ""
        self.expected = dict.fromkeys(PAGES, "")

    def check(self, step: str) -> None:
        """Compare what everybody sees on every page with the table."""
        self.expected |= STEPS[step]
        for page, expected in self.expected.items():
            found = {name for name in WHO if self.sees(name, page)}
            assert found == set(expected.split()), f"{page} after: {step}"

    def sees(self, name: str, page: str) -> bool:
        """Whether somebody finds what is looked for on the own page of it."""
        folder = "deputy" if "deputy" in name else "department" if "department" in name else "desk"
        address, marks = {
            "visit": (f"/{folder}/visits", (self.visit, "/department/visits")),
            "scores": (f"/{folder}/visits/{self.visit}", ('<td class="n">',)),
            "finding": (f"/{folder}/findings/{self.finding}", (self.finding,)),
            "reply": (f"/{folder}/findings/{self.finding}", ("已采购灯具",)),
        }[page]
        if (page, folder) == ("visit", "deputy"):
            address = "/deputy"
        if (page, folder) == ("visit", "department"):
            marks = ("秋实街道长者食堂",)
        status, text = self.reads(name, address)
        return status == 200 and any(mark and mark in text for mark in marks)

    def reads(self, name: str, address: str) -> tuple[int, str]:
        if name in ("deputy", "other_deputy") and self.phones:
            return self.phones[self.judge if name == "deputy" else "other"].reads(address)
        browser = self.staff.get(name, self.staff["resident"]).open(address)
        return browser.status, str(browser.page) if browser.path == address else ""

    def acts(self, name: str, act: str, **fields: str) -> None:
        """Let the office or a department do something to the finding."""
        address = f"/{'desk' if name == 'office' else 'department'}/findings/{self.finding}"
        self.staff[name].open(address).fill(dict(fields)).press(action=f"{address}/{act}")

    def stands(self) -> Finding:
        with Session(self.session.get_bind()) as reading:
            return reading.scalars(select(Finding)).one()


@pytest.fixture
def people(
    session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser], anybody: Browser, served: str
) -> Iterator[Loop]:
    """Four deputies, the office, two departments and a leader; a project that has begun."""
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    site.project.state = ProjectState.UNDER_WAY
    session.add(Department(name="区住建局"))
    for number in ("RD01", "RD02", "RD03", "RD04"):
        session.add(Deputy(number=number, name=f"代表{number}", body=Body.CONGRESS, created_at=clock()))
    session.commit()
    staff = {
        "office": sign_in(Role.OFFICE),
        "department": sign_in(Role.DEPARTMENT, login="minzheng", department="区民政局"),
        "other_department": sign_in(Role.DEPARTMENT, login="zhujian", department="区住建局"),
        "leader": sign_in(Role.LEADER),
        "resident": anybody,
    }
    with before(int(served.rsplit(":", 1)[1])) as network:
        yield Loop(session, staff, network)


def _draw(people: Loop) -> list[str]:
    """Draw the project and three of the four deputies; gives their numbers."""
    office = people.staff["office"].open("/desk/visits/draws")
    office.fill(projects="1", deputies="3").press("固定候选名单")
    office.fill(opens_on="2026-11-24", closes_on="2026-12-01").press("抽取")
    with Session(people.session.get_bind()) as reading:
        assert [draws.fault(draw) for draw in draws.newest(reading)] == [""]
        people.visit = reading.scalars(select(Visit.code)).one()
        return list(reading.scalars(select(Deputy.number).join(PanelMember).order_by(Deputy.number)))


def _take_phones(people: Loop, chromium: Chromium, stack: ExitStack, panel: list[str], clock: Clock) -> None:
    """Give all four deputies a phone with a pass and the pack; the first of the panel is the one who will judge."""
    people.judge = panel[0]
    everybody = people.session.scalars(select(Deputy)).all()
    secrets = {each.number: passes.issue(people.session, each, clock()) for each in everybody}
    people.session.commit()
    for number, secret in secrets.items():
        context = chromium.new_context(base_url=people.network.address, viewport=SCREEN, locale="zh-CN")
        context.set_default_timeout(20_000)
        stack.callback(context.close)
        people.phones[number if number in panel else "other"] = Hand(context).holds_pass(secret)


def _score_offline(people: Loop, code: str, panel: list[str]) -> None:
    """All three score in a cellar; two come up again, the judge stays there."""
    people.network.fails("down")
    for number in panel:
        phone = people.phones[number].open(f"/S/{code}")
        phone.score(f"{number}在地下室评的")
        if number == people.judge:
            phone.page.locator("[name=answer_upkeep]").first.fill("3")
            phone.page.locator("[name=answer_evidence]").fill("三盏路灯不亮")
        phone.send().sees("现在没有信号")
        phone.open("/waiting")
    people.phones[people.judge].context.set_offline(True)
    people.network.heals()


def _arrive(phone: Hand) -> None:
    """What waits is sent from the page of what waits, which is open."""
    phone.context.set_offline(False)
    phone.page.evaluate("document.querySelector('[data-send]').click()")
    phone.sees("没有待发")


def _judge_offline(people: Loop, verdict: str, text: str) -> None:
    """The deputy opens the finding without a network and decides; the verdict goes out twice and counts once."""
    phone = people.phones[people.judge].open("/deputy").sees("没有网络也能用")
    people.network.fails("down")
    phone.open(f"/deputy/findings/{people.finding}").page.locator("[data-deed][data-ready]").wait_for(state="attached")
    phone.sees("三盏路灯不亮").sees("已采购灯具")
    phone.page.locator(f"[name=verdict][value={verdict}]").check()
    phone.page.locator("form[data-act=verdict] textarea").fill(text)
    phone.page.get_by_role("button", name="提交结论").click()
    phone.sees("结论已存在这部手机上").open("/waiting")
    people.network.fails("cut", methods="POST", times=1)
    _arrive(phone)


def test_from_the_draw_to_the_fix(people: Loop, chromium: Chromium, site: Site, clock: Clock, app: Flask) -> None:
    people.check("begun")
    panel, code = _draw(people), site.codes[0].code
    ours = str(site.project.department_id)
    theirs = str(people.session.scalars(select(Department.id).where(Department.name == "区住建局")).one())
    with ExitStack() as stack:
        _take_phones(people, chromium, stack, panel, clock)
        people.check("drawn")
        _score_offline(people, code, panel)
        for number in panel[1:]:
            _arrive(people.phones[number])
        people.check("two of three have scored")
        _arrive(people.phones[people.judge])
        people.finding = people.stands().code
        people.check("all have scored")
        people.staff["office"].open(f"/desk/visits/{people.visit}").press("公布结果")
        people.check("released")
        people.acts("office", "dispatch", department=theirs)
        people.check("dispatched wrongly")
        people.acts("other_department", "return", department=ours, text="不归我们管")
        people.check("returned")
        people.acts("office", "dispatch", department=ours)
        people.check("dispatched again")
        people.acts("department", "accept")
        people.check("accepted")
        people.acts("department", "reply", reply_class="B", text="已采购灯具", promised_on="2026-12-20")
        people.check("replied B")
        _judge_offline(people, "not_satisfied", "还是黑的")
        people.check("not satisfied")
        assert people.stands().round == 2
        people.acts("department", "reply", reply_class="A", text="已采购灯具并换好", promised_on="")
        people.check("replied A")
        _judge_offline(people, "satisfied", "")
        people.check("satisfied")
    assert people.stands().state is FindingState.FIXED
