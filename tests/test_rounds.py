"""A finding goes round, step by step, until the deputy who raised it is satisfied; nobody else decides that."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Submission
from survey.database import make_engine
from survey.migrations import migrate
from survey.people import audit
from survey.people.tables import Role
from survey.register.tables import Site
from survey.rounds import calendar, findings, moves, rates, reminders
from survey.rounds.moves import Deed
from survey.rounds.rates import Rate
from survey.rounds.reminders import Reminder
from survey.rounds.tables import Act, By, Finding, FindingState, FindingStep, Move
from survey.rounds.transitions import STEPS
from tests.rounds import Cast
from tests.test_photos import picture
from tests.walker import Browser


@pytest.fixture
def low(people: Cast) -> Cast:
    """The deputy has marked the upkeep low."""
    people.score(upkeep=3)
    return people


@pytest.fixture
def accepted(low: Cast) -> Cast:
    """The department has the finding in hand."""
    low.desk("dispatch", department=low.department_id("区民政局"))
    low.answer("accept")
    return low


def reply(people: Cast, reply_class: str, said: str, promised_on: str = "") -> Browser:
    return people.answer("reply", reply_class=reply_class, text=said, promised_on=promised_on)


def test_the_departments_first_page_says_which_findings_wait_for_it(people: Cast) -> None:
    people.score(upkeep=3)
    people.department.open("/department").misses("等我们处理")
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.department.open("/department").sees("1 个问题等我们处理", "待签收")
    people.other_department.open("/department").misses("等我们处理")
    people.answer("accept")
    people.answer("reply", reply_class="A", text="已修好")
    people.department.open("/department").misses("等我们处理")


def test_a_low_item_raises_a_finding_with_the_deputys_words(low: Cast) -> None:
    low.office.open("/desk/findings").sees("长效管护", "待派单", "秋实街道长者食堂")
    low.office.follow("长效管护").sees("三盏路灯不亮", "路灯")
    low.deputy.open("/deputy").sees("长效管护", "待派单")


def test_good_marks_raise_nothing(people: Cast) -> None:
    people.score()
    assert people.findings() == []


def test_the_same_item_scored_low_again_is_one_finding(low: Cast) -> None:
    low.score(upkeep=2)
    assert len(low.findings()) == 1
    low.score(low.other_deputy, upkeep=2)
    assert len(low.findings()) == 2


def test_the_whole_loop_until_the_deputy_is_satisfied(low: Cast) -> None:
    low.desk("dispatch", department=low.department_id("区住建局"))
    low.answer("return", low.other_department, department=low.department_id("区民政局"), text="不是我们的路灯")
    low.desk("dispatch", department=low.department_id("区民政局"), text="请查三盏路灯")
    low.answer("accept")
    reply(low, "B", "正在采购灯具", "2026-12-20")
    low.judge("not_satisfied", "还是黑的").sees("第2轮")
    reply(low, "A", "三盏灯已换好")
    low.deputy.open(f"/deputy/findings/{low.finding().code}").sees("三盏路灯不亮", "三盏灯已换好")
    low.judge("satisfied").sees("已整改")
    assert low.finding().state is FindingState.FIXED
    acts = [move.act.value for move in low.session.scalars(select(Move).order_by(Move.position))]
    assert acts == ["raise", "dispatch", "return", "dispatch", "accept", "reply", "not_satisfied", "reply", "satisfied"]
    assert {f"finding_{act}" for act in acts} <= set(audit.acts(low.session))


def test_a_promise_that_is_kept_open_is_not_fixed(accepted: Cast) -> None:
    reply(accepted, "B", "正在采购灯具", "2026-12-20")
    accepted.judge("satisfied").sees("持续跟进")
    assert (accepted.finding().state, accepted.finding().due_on) == (FindingState.SCHEDULED, date(2026, 12, 20))
    reply(accepted, "A", "已换好")
    accepted.judge("satisfied")
    assert accepted.finding().state is FindingState.FIXED


def test_for_reference_ends_closed_and_not_fixed(accepted: Cast) -> None:
    reply(accepted, "D", "建议留作参考")
    accepted.judge("satisfied").sees("已了结，未整改")
    assert accepted.finding().state is FindingState.CLOSED


@pytest.mark.parametrize("verdict", ["not_satisfied", "half_fixed"])
def test_no_verdict_against_without_one_sentence(accepted: Cast, verdict: str) -> None:
    reply(accepted, "A", "已换好")
    accepted.judge(verdict).sees("请用一句话说明还有什么问题")
    assert accepted.deputy.status == 422
    accepted.deputy.fill(text="只修了一盏").press("提交结论")
    assert accepted.finding().round == 2


def test_after_the_third_round_the_leading_group_decides(accepted: Cast) -> None:
    for _ in range(3):
        reply(accepted, "A", "已换好")
        accepted.judge("not_satisfied", "没有换")
    assert accepted.finding().state is FindingState.ESCALATED
    accepted.desk("assign", department=accepted.department_id("区住建局"), text="领导小组定")
    assert (accepted.finding().state, accepted.finding().round) == (FindingState.ACCEPTED, 4)


def test_after_three_returns_the_office_decides(low: Cast) -> None:
    for _ in range(3):
        low.desk("dispatch", department=low.department_id("区民政局"))
        low.answer("return", department=low.department_id("区住建局"), text="不是我们的")
    assert low.finding().state is FindingState.DISPUTED
    low.desk("assign", department=low.department_id("区民政局"), text="由民政局办")
    assert low.finding().state is FindingState.ACCEPTED


@pytest.mark.parametrize(
    ("reply_class", "said"), [("B", "正在采购"), ("C", "没有资金"), ("A", "近期解决"), ("A", "我们将尽快完成")]
)
def test_a_promise_needs_a_day(accepted: Cast, reply_class: str, said: str) -> None:
    reply(accepted, reply_class, said).sees("请写明日期", said)
    assert accepted.department.status == 422
    if reply_class != "A":
        reply(accepted, reply_class, said, "2026-11-20").sees("这一天已经过去", said)
    assert accepted.finding().state is FindingState.ACCEPTED


def test_a_complex_finding_asks_for_a_plan_by_the_third_day(low: Cast) -> None:
    low.desk("dispatch", department=low.department_id("区民政局"), is_complex="1")
    low.answer("accept")
    before = low.finding()
    assert before.plan_due_on == calendar.of_office(low.session).after(low.clock().date(), 3)
    low.session.rollback()
    low.department.open("/department").sees("计划 " + before.plan_due_on.isoformat(), before.plan_due_on.isoformat())
    low.office.open("/desk/findings").sees(before.plan_due_on.isoformat())
    low.answer("plan", text="先查线路").sees("先查线路")
    assert low.department.status == 422
    low.answer("plan", text="先查线路", promised_on="2026-01-01").sees("这一天已经过去", "先查线路")
    low.answer("plan", text="先查线路，再换三盏灯", promised_on="2026-12-10")
    after = low.finding()
    assert (after.plan_due_on, after.due_on, after.state) == (None, before.due_on, FindingState.ACCEPTED)
    for who, folder in ((low.office, "/desk"), (low.department, "/department"), (low.deputy, "/deputy")):
        who.open(f"{folder}/findings/{after.code}").sees("报送办理计划", "再换三盏灯", "2026-12-10 前办完")
    with Session(low.session.get_bind()) as session:
        plan = session.scalars(select(Move).where(Move.act == Act.PLAN)).one()
        assert (plan.in_time, plan.promised_on) == (True, date(2026, 12, 10))


def test_a_plan_that_is_late_is_told_and_one_that_a_reply_overtakes_is_owed_no_more(low: Cast) -> None:
    low.desk("dispatch", department=low.department_id("区民政局"), is_complex="1")
    low.answer("accept")
    low.session.execute(update(Finding).values(plan_due_on=low.clock().date() - timedelta(days=1)))
    low.session.commit()
    for who, folder in ((low.office, "/desk"), (low.department, "/department")):
        who.open(f"{folder}/findings?late=1").sees("长效管护", "已逾期 1 天")
    with Session(low.session.get_bind()) as session:
        assert reminders.late_plans(session, low.clock().date()) == 1
        assert reminders.of_plans(session, low.clock().date()) == [Reminder("区民政局", 0, 1, 2)]
        assert reminders.of_departments(session, low.clock().date()) == []
    reply(low, "A", "已换好")
    assert low.finding().plan_due_on is None
    low.judge("not_satisfied", "还是黑的")
    assert low.finding().plan_due_on is None


def test_a_simple_finding_asks_for_no_plan(accepted: Cast) -> None:
    code = accepted.finding().code
    page = accepted.department.open(f"/department/findings/{code}").page
    assert not page.select("form[action$='/plan']")
    with Session(accepted.session.get_bind()) as session:
        found = findings.of_office(session, code)
        deed = Deed(Act.PLAN, By.DEPARTMENT, "minzheng", "先查", promised_on=date(2026, 12, 10))
        with pytest.raises(problems.NotNow):
            moves.perform(session, found, deed, accepted.clock(), accepted.clock().date())


def test_more_time_is_given_once_a_round(accepted: Cast) -> None:
    before = accepted.finding().due_on
    accepted.answer("extend", text="灯具缺货")
    after = accepted.finding().due_on
    assert before is not None
    assert after is not None
    assert after > before
    page = accepted.department.open(f"/department/findings/{accepted.finding().code}").page
    assert page.select("form[action$='/reply']")
    assert not page.select("form[action$='/extend']")


def test_facts_are_set_straight_without_moving_the_deadline(accepted: Cast) -> None:
    before = accepted.finding().due_on
    accepted.answer("check", text="是两盏不是三盏")
    assert accepted.finding().due_on == before
    accepted.deputy.open(f"/deputy/findings/{accepted.finding().code}").sees("三盏路灯不亮", "是两盏不是三盏")
    theirs = accepted.department.open(f"/department/findings/{accepted.finding().code}")
    theirs.sees("代表委员 提出", "专班办公室 派单", "区民政局 签收").misses("RD01", "office")


def test_a_late_reply_is_taken_and_said_to_be_late(accepted: Cast) -> None:
    accepted.let_it_be_late()
    accepted.office.open("/desk/findings?late").sees("逾期")
    reply(accepted, "A", "已换好")
    accepted.deputy.open(f"/deputy/findings/{accepted.finding().code}").sees("超过期限")


def test_a_verdict_that_is_late_is_not_the_departments_delay(accepted: Cast) -> None:
    accepted.let_it_be_late()
    accepted.department.open("/department/findings").sees("已逾期 1 天", "1 个逾期")
    reply(accepted, "A", "已换好")
    accepted.let_it_be_late()
    accepted.department.open("/department/findings").sees("评价期限", "0 个逾期").misses("已逾期")
    accepted.office.open("/desk/findings?late=1").sees("长效管护", "已逾期 1 天")


def test_two_verdicts_of_one_round_and_the_second_is_told(accepted: Cast) -> None:
    reply(accepted, "A", "已换好")
    address = f"/deputy/findings/{accepted.finding().code}"
    second = Browser(accepted.deputy.client).open(address)
    accepted.judge("satisfied")
    second.fill(verdict="not_satisfied", text="没有").press(action=f"{address}/verdict")
    second.sees("现在不能这样做")
    assert second.status == 409
    assert accepted.finding().state is FindingState.FIXED


def test_what_is_fixed_can_be_reopened_and_counts_as_fixed_no_more(accepted: Cast) -> None:
    reply(accepted, "A", "已换好")
    accepted.judge("satisfied")
    code = accepted.finding().code
    accepted.deputy.open(f"/deputy/findings/{code}").fill(text="又坏了").press("重新打开")
    finding = accepted.finding()
    assert (finding.state, finding.round, finding.verdict) == (FindingState.RAISED, 2, None)


def test_outsiders_find_nothing(accepted: Cast, sign_in: Callable[..., Browser], anybody: Browser) -> None:
    reply(accepted, "A", "已换好")
    code = accepted.finding().code
    outsiders = {
        "another deputy": (accepted.other_deputy, f"/deputy/findings/{code}", 404),
        "another department": (accepted.other_department, f"/department/findings/{code}", 404),
        "the department at the desk": (accepted.department, f"/desk/findings/{code}", 403),
        "a leader": (sign_in(Role.LEADER), f"/desk/findings/{code}", 403),
        "a viewer": (sign_in(Role.VIEWER), "/desk/findings", 403),
        "the office in the department": (accepted.office, f"/department/findings/{code}", 403),
        "nobody": (anybody, f"/deputy/findings/{code}", 401),
    }
    assert {name: who.open(address).status for name, (who, address, _) in outsiders.items()} == {
        name: status for name, (_, _, status) in outsiders.items()
    }
    accepted.other_deputy.open("/deputy").misses("长效管护")
    accepted.other_department.open("/department/findings").misses("长效管护")


@pytest.mark.parametrize("state", ["raised", "returned"])
def test_a_department_sees_nothing_that_does_not_lie_with_it(low: Cast, state: str) -> None:
    if state == "returned":
        low.desk("dispatch", department=low.department_id("区民政局"))
        low.answer("return", department=low.department_id("区住建局"), text="不是我们的")
    assert low.finding().state == state
    assert low.department.open(f"/department/findings/{low.finding().code}").status == 404
    low.department.open("/department/findings").misses("长效管护")


def test_the_office_cannot_judge_a_deputys_finding(accepted: Cast) -> None:
    reply(accepted, "A", "已换好")
    address = f"/desk/findings/{accepted.finding().code}"
    accepted.office.open(address).misses("是否整改到位")
    token = accepted.office.page.select_one("[name=csrf_token]")
    assert token is not None
    sent = {"csrf_token": token["value"], "verdict": "satisfied", "text": "好"}
    assert accepted.office.client.post(f"{address}/verdict", data=sent).status_code == 403
    assert accepted.finding().state is FindingState.REPLIED


def test_a_deputy_who_left_office_is_followed_by_another(accepted: Cast) -> None:
    reply(accepted, "A", "已换好")
    accepted.desk("entrust", deputy="RD02", text="届满")
    accepted.judge("satisfied", who=accepted.other_deputy)
    assert accepted.finding().state is FindingState.FIXED


def test_rates_say_their_numerator_and_denominator(accepted: Cast, site: Site) -> None:
    reply(accepted, "B", "正在采购", "2026-12-20")
    accepted.judge("not_satisfied", "没有换")
    accepted.let_it_be_late()
    reply(accepted, "A", "已换好")
    accepted.judge("satisfied")
    accepted.score(accepted.other_deputy, target=3)
    found = rates.of_project(accepted.session, site.project)
    assert found.fixed == Rate(1, 1)
    assert found.in_time == Rate(1, 2)
    assert (found.judged, found.satisfied, found.rounds_to_close) == (Rate(2, 2), Rate(1, 2), Rate(2, 1))
    accepted.office.open("/desk/findings").sees("100 % (1/1)", "50 % (1/2)")


def test_the_database_knows_the_same_steps(session: Session) -> None:
    stored = {(row.from_state, row.act, row.to_state, row.by) for row in session.scalars(select(FindingStep))}
    assert stored == {(step.from_state, step.act, step.to_state, by) for step in STEPS for by in step.by}


MOVED = (
    "INSERT INTO finding_move (finding_id, position, previous, at, act, by, actor, from_state, to_state, round, text)"
)


def moved(*, to: str, previous: str, move: str) -> tuple[str, str]:
    """Statements that let the one finding stand somewhere else, and write down its second move as told."""
    where = "department_id = (SELECT min(id) FROM department), move_count = 2"
    rest = f"SELECT id, 2, {previous}, raised_at, {move}, 1, '' FROM finding"
    return f"UPDATE finding SET state = '{to}', {where}", f"{MOVED} {rest}"


def run(session: Session, *statements: str, refused: bool = False) -> None:
    """Put statements to the database itself, all in one transaction."""

    def put() -> None:
        for statement in statements:
            session.execute(text(statement))
        session.commit()

    if not refused:
        return put()
    with pytest.raises(IntegrityError):
        put()
    session.rollback()


NO_STEPS = (
    moved(to="accepted", previous="1", move="'accept', 'department', '', 'raised', 'accepted'"),
    moved(to="accepted", previous="1", move="'accept', 'department', '', 'dispatched', 'accepted'"),
    moved(to="accepted", previous="NULL", move="'accept', 'department', '', 'dispatched', 'accepted'"),
    moved(to="dispatched", previous="NULL", move="'dispatch', 'office', '', NULL, 'dispatched'"),
    moved(to="closed", previous="1", move="'close', 'deputy', '', 'raised', 'closed'"),
    moved(to="closed", previous="1", move="'dispatch', 'office', '', 'raised', 'dispatched'"),
    moved(to="dispatched", previous="1", move="'dispatch', 'office', '', 'raised', 'dispatched'")[:1],
    moved(to="dispatched", previous="1", move="'dispatch', 'office', '', 'raised', 'dispatched'")[1:],
    ("UPDATE finding SET state = 'fixed', department_id = 1",),
    ("UPDATE finding SET state = 'fixed', department_id = 1, reply_class = 'A', verdict = 'satisfied'",),
    ("UPDATE finding SET state = 'closed'",),
    ("UPDATE finding SET move_count = 2",),
    ("UPDATE finding SET state = 'closed', move_count = 3",),
    ("UPDATE finding_move SET to_state = 'closed'",),
    ("DELETE FROM finding_move",),
)


def test_the_database_refuses_what_is_no_step(low: Cast) -> None:
    for statements in NO_STEPS:
        run(low.session, *statements, refused=True)
    assert low.finding().state is FindingState.RAISED
    run(low.session, *moved(to="closed", previous="1", move="'close', 'office', '', 'raised', 'closed'"))
    assert low.finding().state is FindingState.CLOSED


def test_the_database_lets_no_finding_go_back_to_an_earlier_move(accepted: Cast) -> None:
    for statement in (
        "UPDATE finding SET state = 'raised', move_count = 1",
        "UPDATE finding SET state = 'dispatched', move_count = 2",
        "UPDATE finding SET state = 'dispatched'",
        "DELETE FROM finding_move WHERE position = 3",
    ):
        run(accepted.session, statement, refused=True)
    assert accepted.finding().state is FindingState.ACCEPTED


BEFORE = """
INSERT INTO category (id, name) VALUES (1, '养老服务');
INSERT INTO department (id, name) VALUES (1, '区民政局');
INSERT INTO project (id, number, name, category_id, department_id, batch, origin, beneficiary_group, sponsor, owner,
    target, state, created_at, changed_at) VALUES (1, '1', '食堂', 1, 1, '', '', '', '', '', '', 'done', '', '');
INSERT INTO finding (id, code, project_id, origin, subject, text, severity, is_complex, raised_at, state, move_count,
    round, return_count, is_extended) VALUES
    (1, 'AAAA', 1, 'media', '', '灯不亮', 'minor', 0, '2026', 'raised', 1, 1, 0, 0),
    (2, 'BBBB', 1, 'media', '', '门太窄', 'minor', 0, '2026', 'raised', 1, 1, 0, 0);
INSERT INTO finding_move (finding_id, position, previous, at, act, by, actor, from_state, to_state, round, text) VALUES
    (1, 1, NULL, '2026', 'raise', 'office', '', NULL, 'raised', 1, ''),
    (2, 1, NULL, '2026', 'raise', 'office', '', NULL, 'raised', 1, ''),
    (2, 2, 1, '2026', 'close', 'office', '', 'raised', 'closed', 1, '');
"""
"""Two findings of a database from before; the second does not stand where its last move led."""


def test_findings_of_before_stand_where_their_last_move_brought_them(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'old.sqlite3'}")
    migrate(engine, "0052")
    with closing(sqlite3.connect(tmp_path / "old.sqlite3")) as old:
        old.executescript(BEFORE)
    migrate(engine)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT code, text, state, move_count FROM finding ORDER BY id").all()
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'finding'").scalar_one()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("AAAA", "灯不亮", "raised", 1), ("BBBB", "门太窄", "closed", 2)]
    assert {"ck_finding_fixed_is_class_a_confirmed", "ck_finding_deputy_named"} <= set(made.split())


def test_departments_and_categories_stand_beside_each_other_with_their_rates(accepted: Cast) -> None:
    reply(accepted, "A", "已换好")
    accepted.judge("satisfied")
    accepted.office.open("/desk/findings").follow("办理比率").sees("区民政局", "养老服务", "100 % (1/1)")


def test_a_deputys_photos_go_with_the_finding_to_whom_it_concerns(accepted: Cast, app: Flask) -> None:
    with Session(accepted.session.get_bind()) as reading:
        sheet = reading.scalars(select(Submission.id)).one()
    sent = picture(400, 300)
    address = f"/s/{accepted.code}/{sheet}/photos/{hashlib.sha256(sent).hexdigest()}"
    assert app.test_client().put(address, data=sent, headers={"Accept": "application/json"}).status_code == 201
    code = accepted.finding().code
    for who, folder in ((accepted.office, "/desk"), (accepted.department, "/department"), (accepted.deputy, "/deputy")):
        [shown] = who.open(f"{folder}/findings/{code}").page.select(".shots img")
        assert who.open(str(shown["src"])).response.mimetype == "image/jpeg"
        kept = str(shown["src"]).rsplit("/", 1)[1]
    assert accepted.other_deputy.open(f"/deputy/findings/{code}/photos/{kept}").status == 404
    assert accepted.other_department.open(f"/department/findings/{code}/photos/{kept}").status == 404
    assert accepted.department.open(f"/department/findings/{code}/photos/{'0' * 64}").status == 404
