"""From the draw to the fix, three phones without a network in it, and what each of six kinds of people can see.

On SQLite the deputies' phones are real browsers that lose their network; on PostgreSQL they have no script, keep what
was filled in as an open page, and send it twice. What everybody sees is read by clients that are signed in once.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import Protocol

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
from survey.web.who import PASS_COOKIE
from tests.conftest import Clock
from tests.network import Network, before
from tests.phones import SCREEN, Phone
from tests.rounds import MARKS
from tests.shipped import publish_shipped
from tests.test_desk_browser import served
from tests.walker import Browser

__all__ = ["served"]

pytestmark = pytest.mark.browser

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


class Held(Protocol):
    """A deputy's phone."""

    def holds_pass(self, secret: str) -> None: ...
    def scores_below(self, code: str, evidence: str) -> None: ...
    def arrives(self) -> None: ...
    def judges_below(self, address: str, verdict: str, text: str) -> None: ...
    def secret(self) -> str: ...


class Scripted(Phone):
    """A phone that is a context of the one browser, behind a network that goes down; its script keeps and sends."""

    def __init__(self, context: BrowserContext, network: Network) -> None:
        self.context, self.page, self.network = context, context.new_page(), network
        context.set_default_timeout(20_000)

    def holds_pass(self, secret: str) -> None:
        """Open a pass at home, with a network, until the phone is ready for the field."""
        self.open(f"/p/{secret}").page.get_by_role("button").click()
        self.sees("没有网络也能用")

    def secret(self) -> str:
        """The cookie that the pass left in this phone."""
        return next(str(cookie["value"]) for cookie in self.context.cookies() if cookie["name"] == PASS_COOKIE)

    def scores_below(self, code: str, evidence: str) -> None:
        """Score in a cellar, and stay there while others come up."""
        self.network.fails("down")
        phone = self.open(f"/S/{code}").score("在地下室评的")
        if evidence:
            phone.page.locator("[name=answer_upkeep]").first.fill("3")
            phone.page.locator("[name=answer_evidence]").fill(evidence)
        phone.send().sees("现在没有信号")
        phone.open("/waiting")
        self.context.set_offline(True)
        self.network.heals()

    def arrives(self) -> None:
        """What waits is sent from the page of what waits, which is open."""
        self.context.set_offline(False)
        self.page.evaluate("document.querySelector('[data-send]').click()")
        self.sees("没有待发")

    def judges_below(self, address: str, verdict: str, text: str) -> None:
        """Open the finding without a network and decide; the verdict goes out twice and counts once."""
        self.open("/deputy").sees("没有网络也能用")
        self.network.fails("down")
        self.open(address).page.locator("[data-deed][data-ready]").wait_for(state="attached")
        self.sees("三盏路灯不亮").sees("已采购灯具")
        self.page.locator(f"[name=verdict][value={verdict}]").check()
        self.page.locator("form[data-act=verdict] textarea").fill(text)
        self.page.get_by_role("button", name="提交结论").click()
        self.sees("结论已存在这部手机上").open("/waiting")
        self.network.fails("cut", methods="POST", times=1)
        self.arrives()


class Plain:
    """A phone without script: a page that was filled in stays open until it is sent, and is sent twice."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser

    def holds_pass(self, secret: str) -> None:
        self.browser.open(f"/p/{secret}").press()

    def secret(self) -> str:
        cookie = self.browser.client.get_cookie(PASS_COOKIE)
        assert cookie is not None
        return cookie.value

    def scores_below(self, code: str, evidence: str) -> None:
        low = {"answer_upkeep": "3", "answer_evidence": evidence} if evidence else {}
        self.browser.open(f"/S/{code}").fill({f"answer_{name}": str(value) for name, value in MARKS.items()})
        self.browser.fill(dict(low), answer_improve_first="upkeep", answer_comment="在地下室评的")

    def arrives(self) -> None:
        page, typed = self.browser.page, dict(self.browser.typed)
        for _ in range(2):
            self.browser.page = page
            self.browser.fill(dict(typed)).press("提交")
            assert self.browser.status == 200, self.browser.text

    def judges_below(self, address: str, verdict: str, text: str) -> None:
        self.browser.open(address).sees("三盏路灯不亮", "已采购灯具").fill(verdict=verdict, text=text)
        self.arrives()


class Loop:
    """Everybody of the programme around one site."""

    def __init__(self, session: Session, staff: dict[str, Browser]) -> None:
        self.session, self.staff = session, staff
        self.phones: dict[str, Held] = {}
        self.judge = self.visit = self.finding = ""
        self.expected = dict.fromkeys(PAGES, "")

    def check(self, step: str) -> None:
        """Compare what everybody sees on every page with the table."""
        self.expected |= STEPS[step]
        seen: dict[str, set[str]] = {page: set() for page in PAGES}
        for name in WHO:
            for page in self._sees(name):
                seen[page].add(name)
        assert seen == {page: set(expected.split()) for page, expected in self.expected.items()}, f"after: {step}"

    def _sees(self, name: str) -> Iterator[str]:
        """Name the pages on which somebody finds what is looked for; two of them have one address."""
        folder = "deputy" if "deputy" in name else "department" if "department" in name else "desk"
        visits = "/deputy" if folder == "deputy" else f"/{folder}/visits"
        told = "秋实街道长者食堂" if folder == "department" else self.visit
        finding = self._reads(name, f"/{folder}/findings/{self.finding}")
        looked = {
            "visit": (self._reads(name, visits), told),
            "scores": (self._reads(name, f"/{folder}/visits/{self.visit}"), '<td class="n">'),
            "finding": (finding, self.finding),
            "reply": (finding, "已采购灯具"),
        }
        for page, (text, mark) in looked.items():
            if mark and mark in text:
                yield page

    def _reads(self, name: str, address: str) -> str:
        """What somebody is answered at an address; nothing when refused or sent elsewhere."""
        browser = self.staff.get(name, self.staff["resident"])
        answer = browser.client.get(address, headers=browser.headers)
        return answer.get_data(as_text=True) if answer.status_code == 200 else ""

    def acts(self, name: str, act: str, **fields: str) -> None:
        """Let the office or a department do something to the finding."""
        address = f"/{'desk' if name == 'office' else 'department'}/findings/{self.finding}"
        self.staff[name].open(address).fill(dict(fields)).press(action=f"{address}/{act}")

    def stands(self) -> Finding:
        with Session(self.session.get_bind()) as reading:
            return reading.scalars(select(Finding)).one()


@pytest.fixture
def people(session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser], anybody: Browser) -> Loop:
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
    return Loop(session, staff)


@pytest.fixture
def new_hand(app: Flask, database_kind: str, request: pytest.FixtureRequest) -> Iterator[Callable[[], Held]]:
    """Take a phone: a real browser on SQLite, one without script on PostgreSQL."""
    if database_kind == "postgresql":
        yield lambda: Plain(Browser(app.test_client()))
        return
    chromium: Chromium = request.getfixturevalue("chromium")
    port = int(request.getfixturevalue("served").rsplit(":", 1)[1])
    with ExitStack() as stack:
        network = stack.enter_context(before(port))

        def take() -> Scripted:
            context = chromium.new_context(base_url=network.address, viewport=SCREEN, locale="zh-CN")
            stack.callback(context.close)
            return Scripted(context, network)

        yield take


def _draw(people: Loop) -> list[str]:
    """Draw the project and three of the four deputies; gives their numbers."""
    office = people.staff["office"].open("/desk/visits/draws")
    office.fill(projects="1", deputies="3").press("固定候选名单")
    office.fill(opens_on="2026-11-24", closes_on="2026-12-01").press("抽取")
    with Session(people.session.get_bind()) as reading:
        assert [draws.fault(reading, draw) for draw in draws.newest(reading)] == [""]
        people.visit = reading.scalars(select(Visit.code)).one()
        return list(reading.scalars(select(Deputy.number).join(PanelMember).order_by(Deputy.number)))


def _give_passes(people: Loop, new_hand: Callable[[], Held], panel: list[str], app: Flask, clock: Clock) -> None:
    """Give the panel a phone with a pass, and the fourth one without script; the first of the panel will judge."""
    people.judge = panel[0]
    everybody = people.session.scalars(select(Deputy)).all()
    secrets = {each.number: passes.issue(people.session, each, clock()) for each in everybody}
    people.session.commit()
    for number, secret in secrets.items():
        phone = new_hand() if number in panel else Plain(Browser(app.test_client()))
        phone.holds_pass(secret)
        if number in panel:
            people.phones[number] = phone
        if number not in panel[1:]:
            reader = Browser(app.test_client())
            reader.client.set_cookie(PASS_COOKIE, phone.secret())
            people.staff["deputy" if number in panel else "other_deputy"] = reader


def test_from_the_draw_to_the_fix(
    people: Loop, new_hand: Callable[[], Held], site: Site, clock: Clock, app: Flask
) -> None:
    people.check("begun")
    panel, code = _draw(people), site.codes[0].code
    ours = str(site.project.department_id)
    theirs = str(people.session.scalars(select(Department.id).where(Department.name == "区住建局")).one())
    people.session.rollback()
    _give_passes(people, new_hand, panel, app, clock)
    people.check("drawn")
    for number in panel:
        people.phones[number].scores_below(code, "三盏路灯不亮" if number == people.judge else "")
    for number in panel[1:]:
        people.phones[number].arrives()
    people.check("two of three have scored")
    people.phones[people.judge].arrives()
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
    finding = f"findings/{people.finding}"
    people.staff["office"].open(f"/desk/{finding}").sees("代表委员 提出", "专班办公室 派单", "区民政局 签收")
    people.acts("department", "reply", reply_class="B", text="已采购灯具", promised_on="2026-12-20")
    people.check("replied B")
    people.phones[people.judge].judges_below(f"/deputy/{finding}", "not_satisfied", "还是黑的")
    people.check("not satisfied")
    assert people.stands().round == 2
    people.acts("department", "reply", reply_class="A", text="已采购灯具并换好", promised_on="")
    people.check("replied A")
    Plain(people.staff["deputy"]).judges_below(f"/deputy/{finding}", "satisfied", "")
    people.check("satisfied")
    assert people.stands().state is FindingState.FIXED
