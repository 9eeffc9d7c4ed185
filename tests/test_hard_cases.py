"""Hard cases of visits and rounds: two at once, too late, around midnight, a lost phone, nothing left to see."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.people import passes
from survey.people.tables import Deputy, Role
from survey.register.tables import Project, ProjectState, Site
from survey.rounds.tables import Act, FindingState, Move
from survey.visits import draws, weights
from survey.visits.tables import VisitSheet
from tests.conftest import Clock
from tests.rounds import Cast
from tests.test_visits import plan
from tests.walker import Browser


@pytest.fixture
def dispatched(people: Cast) -> Cast:
    people.score(upkeep=3)
    people.desk("dispatch", department=people.department_id("区民政局"))
    return people


def at_once(address: str, *sent: tuple[Browser, dict[str, str]]) -> list[int]:
    """Post to one address from several browsers in the same moment; the statuses, sorted."""
    ready = []
    for who, fields in sent:
        page = who.open(address.rsplit("/", 1)[0]).page
        token = page.select_one("[name=csrf_token]")
        assert token is not None
        ready.append((who, fields | {"csrf_token": str(token["value"])}))
    with ThreadPoolExecutor(len(ready)) as pool:
        done = [pool.submit(who.client.post, address, data=fields) for who, fields in ready]
        return sorted(each.result().status_code for each in done)


def count(people: Cast, act: Act) -> int:
    with Session(people.session.get_bind()) as session:
        return session.scalar(select(func.count()).where(Move.act == act)) or 0


def test_two_who_accept_at_once_accept_once(dispatched: Cast, sign_in: Callable[..., Browser]) -> None:
    colleague = sign_in(Role.DEPARTMENT, login="colleague", department="区民政局")
    address = f"/department/findings/{dispatched.finding().code}/accept"
    assert at_once(address, (dispatched.department, {}), (colleague, {})) == [303, 409]
    assert (count(dispatched, Act.ACCEPT), dispatched.finding().state) == (1, FindingState.ACCEPTED)


def test_two_who_close_a_round_at_once_close_it_once(dispatched: Cast, app: Flask) -> None:
    dispatched.answer("accept")
    dispatched.answer("reply", reply_class="A", text="已装灯", promised_on="")
    cookie = dispatched.deputy.client.get_cookie("pass")
    assert cookie is not None
    tab = Browser(app.test_client())
    tab.client.set_cookie("pass", cookie.value)
    address = f"/deputy/findings/{dispatched.finding().code}/verdict"
    satisfied, not_yet = {"verdict": "satisfied"}, {"verdict": "not_satisfied", "text": "还是黑的"}
    assert at_once(address, (dispatched.deputy, satisfied), (tab, not_yet)) == [303, 409]
    assert count(dispatched, Act.SATISFIED) + count(dispatched, Act.NOT_SATISFIED) == 1


def test_a_verdict_after_its_deadline_counts_and_is_said_to_be_late(dispatched: Cast) -> None:
    dispatched.answer("accept")
    dispatched.answer("reply", reply_class="A", text="已装灯", promised_on="")
    dispatched.let_it_be_late()
    dispatched.judge("not_satisfied", "还是黑的")
    assert (dispatched.finding().state, dispatched.finding().round) == (FindingState.ACCEPTED, 2)
    with Session(dispatched.session.get_bind()) as session:
        verdict = session.scalars(select(Move).where(Move.act == Act.NOT_SATISFIED)).one()
    assert verdict.in_time is False
    dispatched.office.open(f"/desk/findings/{dispatched.finding().code}").sees("超过期限")


@pytest.mark.parametrize(
    ("moment", "due_on"),
    [
        (datetime(2026, 11, 24, 15, 59, tzinfo=UTC), date(2026, 11, 25)),  # 23:59 in the district
        (datetime(2026, 11, 24, 16, 0, tzinfo=UTC), date(2026, 11, 26)),  # midnight there: the next day has begun
        (datetime(2026, 11, 27, 15, 59, tzinfo=UTC), date(2026, 11, 30)),  # Friday evening: due on Monday
        (datetime(2026, 11, 28, 16, 30, tzinfo=UTC), date(2026, 11, 30)),  # Sunday morning: still Monday
    ],
)
def test_a_day_ends_at_the_districts_midnight(
    people: Cast, clock: Clock, sign_in: Callable[..., Browser], moment: datetime, due_on: date
) -> None:
    people.score(upkeep=3)
    clock.moment = moment
    people.office = sign_in(Role.OFFICE, login="night")
    people.desk("dispatch", department=people.department_id("区民政局"))
    assert people.finding().due_on == due_on


@pytest.mark.parametrize(("minutes", "belongs"), [(-1, True), (0, False)])
def test_a_sheet_belongs_to_the_visit_until_midnight(people: Cast, clock: Clock, minutes: int, belongs: bool) -> None:
    day = clock().date().isoformat()
    people.office.open("/desk/visits/plan").fill(kind="announced", opens_on=day, closes_on=day)
    people.office.fill(projects="SS-2026-001", deputies="RD01 RD02").press("安排")
    clock.moment = datetime(2026, 11, 24, 16, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    phone = people.deputy.open(f"/S/{people.code}")
    assert bool(phone.page.select("[name=visit_kind][type=hidden]")) is belongs
    people.score()
    with Session(people.session.get_bind()) as session:
        assert (session.scalar(select(VisitSheet.visit_id)) is not None) is belongs


def test_a_lost_phone_opens_nothing_and_takes_nothing_with_it(people: Cast, app: Flask) -> None:
    people.score(upkeep=3)
    with Session(people.session.get_bind()) as session:
        deputy = session.scalars(select(Deputy).where(Deputy.number == "RD01")).one()
        secret = passes.issue(session, deputy, people.clock())
        session.commit()
    code = people.finding().code
    assert people.deputy.open(f"/deputy/findings/{code}").status in (401, 410)
    new = Browser(app.test_client()).open(f"/p/{secret}").press()
    new.open("/deputy").sees("社区食堂提升", "长效管护")
    assert new.open(f"/deputy/findings/{code}").status == 200


def test_a_project_that_is_taken_back_is_drawn_no_more_and_its_findings_go_on(people: Cast, site: Site) -> None:
    people.score(upkeep=3)
    people.session.get_one(Project, site.project_id).state = ProjectState.UNDER_WAY
    people.session.get_one(Site, site.id).removed_at = people.clock()
    people.session.commit()
    with Session(people.session.get_bind()) as session:
        assert weights.candidates(session, {"projects": 1, "deputies": 1}, people.clock())["projects"] == []
    people.office.open("/desk/visits/draws").fill(projects="1", deputies="1").press("固定候选名单")
    assert people.office.status == 422
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.desk("close", text="项目已取消，由接续项目一并解决")
    people.deputy.open(f"/deputy/findings/{people.finding().code}").sees("项目已取消", "已了结，未整改")
    assert people.finding().state is FindingState.CLOSED
    with Session(people.session.get_bind()) as session:
        assert draws.newest(session) == []


def test_a_visit_to_which_nobody_came_ends_without_a_zero(people: Cast, anybody: Browser) -> None:
    code = plan(people)
    before = people.office.open("/desk/scorecards").text
    people.office.open(f"/desk/visits/{code}").press("结束查访并启封").sees("没有人评分").press("公布结果")
    assert people.office.open("/desk/scorecards").text == before
    assert people.findings() == []


def test_a_cancelled_project_ends_everywhere_with_its_reason_and_is_taken_up_again(
    people: Cast, site: Site, anybody: Browser
) -> None:
    people.score(upkeep=3, quality=5)
    first, second = (finding.code for finding in people.findings())
    ours = people.department_id("区民政局")
    people.office.open(f"/desk/findings/{first}").press(action=f"/desk/findings/{first}/dispatch")
    assert str(people.findings()[0].department_id) == ours  # the project's own department was proposed
    people.department.open(f"/department/findings/{first}").press(action=f"/department/findings/{first}/accept")
    people.department.open(f"/department/findings/{first}").fill(reply_class="A", text="已换好")
    people.department.press(action=f"/department/findings/{first}/reply")
    page = people.office.open(f"/desk/findings/{second}").follow("该项目的全部问题").sees("2 个问题")
    page.fill(text=" ").press("取消该项目")
    assert page.status == 422
    tour, other, byhand = plan(people, "announced"), plan(people), plan(people, deputies="RD01")
    people.office.open(f"/desk/visits/{byhand}").fill(reason="改期再定").press("取消查访")
    people.clock.moment += timedelta(minutes=1)
    people.session.get_one(Project, site.project_id).state = ProjectState.LATE
    people.session.commit()
    page.open("/desk/findings/of/SS-2026-001").fill(text="已并入明年的改造").press("取消该项目")
    page.sees("1 个问题已了结", "1 个问题已有答复", "的查访已取消", "已取消：", "已并入明年的改造")
    assert [finding.state for finding in people.findings()] == [FindingState.REPLIED, FindingState.CLOSED]
    people.deputy.open(f"/deputy/findings/{second}").sees("已并入明年的改造", "已了结，未整改")
    people.deputy.open(f"/deputy/findings/{first}").sees("提交结论")
    for code in (tour, other):
        people.office.open(f"/desk/visits/{code}").sees("已取消", "已并入明年的改造")
    people.department.open("/account/notices").sees("已取消", "已并入明年的改造").misses("暗访")
    people.department.open("/department/projects/SS-2026-001").sees("已取消", "已并入明年的改造")
    for card in (
        people.office.open("/desk/projects/SS-2026-001/card"),
        people.department.open("/department/projects/SS-2026-001/card"),
    ):
        card.sees("该项目已于", "已并入明年的改造")
    for read in (anybody.open("/projects/SS-2026-001"), anybody.open(f"/S/{people.code}")):
        read.sees("取消", "已并入明年的改造")
    assert anybody.status == 410
    assert people.deputy.open(f"/S/{people.code}").status == 410
    anybody.open("/projects?state=cancelled").sees("社区食堂提升")
    with Session(people.session.get_bind()) as session:
        assert weights.candidates(session, {"projects": 1, "deputies": 1}, people.clock())["projects"] == []
    edit = people.office.open("/desk/plan/SS-2026-001").fill(state="completed").press("保存")
    assert edit.status == 422
    edit.sees("在项目页上取消")
    page.open("/desk/findings/of/SS-2026-001").fill(text="上级拨付了资金").press("恢复该项目").sees("1 个问题重新办理")
    assert [finding.state for finding in people.findings()] == [FindingState.REPLIED, FindingState.RAISED]
    page.sees("的查访恢复到本项目")
    assert people.office.open(f"/desk/visits/{byhand}").sees("改期再定").page.select(".notice.warn")
    for code in (tour, other):
        people.office.open(f"/desk/visits/{code}").misses("已取消", "已并入明年的改造")
    people.department.open("/account/notices").sees("继续实施", "上级拨付了资金").misses("暗访")
    anybody.open(f"/S/{people.code}").misses("已并入明年的改造")
    with Session(people.session.get_bind()) as session:
        assert session.get_one(Project, site.project_id).state is ProjectState.LATE


@pytest.mark.parametrize("who", ["department", "deputy"])
def test_nobody_else_ends_a_projects_findings(dispatched: Cast, who: str) -> None:
    getattr(dispatched, who).open("/desk/findings/of/SS-2026-001").misses("长效管护")


def test_a_register_that_gives_a_project_up_ends_what_its_page_ends(people: Cast, anybody: Browser) -> None:
    people.score(upkeep=3)
    code = plan(people)
    head = "编号,项目名称,类别,责任单位,状态\nSS-2026-001,社区食堂提升,养老服务,区民政局,"

    def choose(state: str) -> Browser:
        return (
            people.office.open("/desk/import")
            .fill(file=(BytesIO(f"{head}{state}\n".encode()), "清单.csv"))
            .press("看看会怎么改")
        )

    choose("已取消").sees("SS-2026-001 社区食堂提升将取消", "1 个未了结的问题", "1 次查访")
    assert people.finding().state is FindingState.RAISED
    people.office.fill(reason="并入明年的改造").press("全部导入")
    assert people.finding().state is FindingState.CLOSED
    people.office.open(f"/desk/visits/{code}").sees("并入明年的改造")
    anybody.open("/projects/SS-2026-001").sees("并入明年的改造").misses("清单.csv")
    assert anybody.open(f"/S/{people.code}").status == 410
    choose("在建").sees("恢复").press("全部导入")
    assert people.finding().state is FindingState.RAISED
    people.office.open(f"/desk/visits/{code}").misses("并入明年的改造")
    assert anybody.open(f"/S/{people.code}").status == 200
    choose("已取消").press("全部导入")
    anybody.open("/projects/SS-2026-001").sees("导入的清单写明")
