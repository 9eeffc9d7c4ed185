"""The office changes the numbers of the programme on one page: audited, in force from then on, the defaults beside."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from survey.people.tables import AuditEntry
from survey.register import rules
from survey.register.rules import Rules
from survey.register.tables import Rule
from survey.rounds.tables import Finding, FindingState, Severity
from tests.conftest import Clock
from tests.rounds import Cast


def ruled(people: Cast, **wanted: str) -> None:
    people.office.open("/desk/rules").fill(dict(wanted)).press("保存").sees("已保存")


def test_what_ships_is_what_the_programme_says(session: Session) -> None:
    assert rules.of_office(session) == Rules()
    now = Rules()
    assert (now.accept_days, now.return_days, now.reply_days, now.complex_days, now.verdict_days) == (1, 7, 5, 15, 5)
    assert (now.most_returns, now.most_rounds, now.low_share, now.ballot_share, now.contact_days) == (3, 3, 60, 50, 90)


def test_a_change_is_logged_with_old_and_new_and_can_be_taken_back(people: Cast) -> None:
    ruled(people, reply_days="8")
    people.office.open("/desk/rules").sees("默认值：5")
    with Session(people.session.get_bind()) as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.act == "rules_changed")).one()
        assert (entry.actor, entry.detail) == ("office", {"reply_days": [5, 8]})
    ruled(people, reply_days="5")
    with Session(people.session.get_bind()) as session:
        assert not session.scalars(select(Rule)).all()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"accept_days": "0"}, "请填 1 到 30 之间的数"),
        ({"most_rounds": "三"}, "请填整数"),
        ({"very_low_share": "70"}, "不能高于及格线"),
        ({"complex_days": "3"}, "不能短于一般问题"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(people: Cast, wanted: dict[str, str], said: str) -> None:
    people.office.open("/desk/rules").fill(dict(wanted), verdict_days="9").press("保存").sees(said)
    assert people.office.status == 422
    kept = people.office.page.select_one("[name=verdict_days]")
    assert kept is not None
    assert kept["value"] == "9"
    with Session(people.session.get_bind()) as session:
        assert rules.of_office(session) == Rules()


def test_deadlines_and_limits_follow(people: Cast) -> None:
    ruled(people, accept_days="2", reply_days="4", most_rounds="1", most_returns="1")
    people.score(upkeep=3)
    people.office.open(f"/desk/findings/{people.finding().code}").sees("15 个工作日（一般为 4 个）")
    people.desk("dispatch", department=people.department_id("区民政局"))
    assert str(people.finding().due_on) == "2026-11-26"
    people.answer("return", department=people.department_id("区住建局"), text="不归我们")
    assert people.finding().state is FindingState.DISPUTED
    people.desk("assign", department=people.department_id("区民政局"), text="由民政局办理")
    assert str(people.finding().due_on) == "2026-11-30"
    people.answer("reply", reply_class="A", text="已装灯", promised_on="")
    people.judge("not_satisfied", "还是黑的")
    assert people.finding().state is FindingState.ESCALATED


def test_the_pass_mark_decides_what_is_a_finding(people: Cast) -> None:
    ruled(people, low_share="30", very_low_share="10")
    people.score(upkeep=3)
    assert people.findings() == []
    ruled(people, low_share="40", very_low_share="35")
    people.score(people.other_deputy, upkeep=3)
    assert people.finding().severity is Severity.SERIOUS


def test_the_days_for_a_return_end(people: Cast, clock: Clock) -> None:
    people.score(upkeep=3)
    people.desk("dispatch", department=people.department_id("区民政局"))
    address = f"/department/findings/{people.finding().code}"
    people.department.open(address).fill(department=people.department_id("区住建局"), text="不归我们")
    people.session.execute(update(Finding).values(dispatched_on=clock().date() - timedelta(days=14)))
    people.session.commit()
    people.department.press(action=f"{address}/return").sees("7 个工作日已过")
    assert people.department.status == 409
    people.department.open(address)
    assert not people.department.page.select("form[action$=return]")
    assert people.department.page.select("form[action$=accept]")


def test_a_ballot_keeps_the_rule_that_stood_when_it_was_opened(people: Cast, clock: Clock) -> None:
    today = clock().date().isoformat()
    people.office.open("/desk/visits/plan").fill(kind="announced", opens_on=today, closes_on=today)
    people.office.fill(projects="SS-2026-001", deputies="RD01 RD02").press("安排")
    visit = people.office.path
    people.score()
    people.office.open(visit).press("结束查访并启封").press("发起表决")
    ruled(people, ballot_share="60", ballot_over="1", ballot_of_votes="1")
    people.deputy.open(visit.replace("/desk", "/deputy")).fill(mark="satisfied").press("投票")
    people.others_vote()
    people.office.open(visit).press("结束表决").sees("表决结果：满意", "查访组全体成员达到 50 %")


@pytest.mark.parametrize("who", ["department", "deputy"])
def test_only_the_office_sets_rules(people: Cast, who: str) -> None:
    getattr(people, who).open("/desk/rules").misses("签收期限")
