"""A deputy leaves office: the lead of the panel decides about what is open, chosen by itself and told to everybody."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people import passes
from survey.people.tables import Body, Deputy
from survey.register.tables import Site
from survey.rounds.tables import Finding, FindingState
from tests.conftest import Clock
from tests.rounds import Cast, cast
from tests.walker import Browser


@pytest.fixture
def people(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    """RD02 leads a panel with RD01 and RD03; RD01 raised a finding there, to which the department has replied."""
    people = cast(app, session, site, clock, sign_in)
    session.add(Deputy(number="RD03", name="代表RD03", body=Body.CPPCC, created_at=clock()))
    session.commit()
    today = clock().date().isoformat()
    people.office.open("/desk/visits/plan").fill(kind="announced", opens_on=today, closes_on=today)
    people.office.fill(projects="SS-2026-001", deputies="RD02 RD01 RD03").press("安排").sees("组长")
    people.score(upkeep=3)
    people.office.open(people.office.path).press("结束查访并启封")
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="已装灯", promised_on="")
    return people


def leave(people: Cast, number: str) -> Browser:
    return people.office.open(f"/desk/deputies/{number}").press("记录")


def judge_number(people: Cast) -> str:
    with Session(people.session.get_bind()) as session:
        judged = select(Deputy.number).join(Finding, Finding.deputy_id == Deputy.id)
        return session.scalars(judged).one()


def test_the_lead_decides_and_everybody_concerned_is_told(people: Cast) -> None:
    code = people.finding().code
    leave(people, "RD01").sees("代表RD01已不再任职", "1 个结论改由查访组组长给出")
    assert judge_number(people) == "RD02"
    people.office.open(f"/desk/findings/{code}").sees("现由查访组组长给出结论", "代表RD02")
    people.department.open(f"/department/findings/{code}").sees("现由查访组组长给出结论")
    people.office.open("/account/notices").sees("现由查访组组长给出结论")
    people.department.open("/account/notices").sees("现由查访组组长给出结论")
    people.other_deputy.open("/deputy").sees("社区食堂提升")
    people.judge("satisfied", who=people.other_deputy)
    assert people.finding().state is FindingState.FIXED


def test_who_left_has_no_pass_no_finding_and_no_visit_any_more(people: Cast, clock: Clock) -> None:
    leave(people, "RD01")
    assert people.deputy.open(f"/deputy/findings/{people.finding().code}").status in (401, 410)
    today = clock().date().isoformat()
    people.office.open("/desk/visits/plan").fill(kind="announced", opens_on=today, closes_on=today)
    people.office.fill(projects="SS-2026-001", deputies="RD01").press("安排").sees("RD01")
    assert people.office.status == 422
    people.office.open("/desk/visits/draws").fill(projects="1", deputies="3").press()
    assert "RD01" not in str(people.office.open(f"{people.office.path}").page)


def test_the_next_of_the_panel_follows_a_lead_who_left_too(people: Cast) -> None:
    leave(people, "RD02")
    leave(people, "RD01")
    assert judge_number(people) == "RD03"
    leave(people, "RD03").sees("有 1 个问题的查访组已无人在任")
    assert judge_number(people) == "RD03"


@pytest.mark.sqlite
def test_what_is_raised_afterwards_goes_to_the_lead_in_the_daily_run(
    people: Cast, session: Session, run: Callable[..., tuple[int, str]]
) -> None:
    session.execute(Deputy.__table__.update().where(Deputy.number == "RD01").values(left_at=people.clock()))
    session.commit()
    assert run("daily")[0] == 0
    assert judge_number(people) == "RD02"


def test_back_in_office_gets_a_pass_again(people: Cast) -> None:
    leave(people, "RD01").misses("发放新通行证")
    people.office.open("/desk/deputies").sees("已不再任职")
    people.office.open("/desk/deputies/RD01").press("恢复任职")
    with Session(people.session.get_bind()) as session:
        found = session.scalars(select(Deputy).where(Deputy.number == "RD01")).one()
        assert found.left_at is None
        assert passes.issue(session, found, people.clock())
