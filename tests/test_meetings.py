"""Dispatch meetings: minutes, and what a department has to do afterwards until it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey.cli import telling
from survey.people.tables import Role
from survey.register.meeting_tables import FollowUp
from survey.register.tables import Site
from tests.conftest import Clock
from tests.paper import texts
from tests.walker import Browser


@pytest.fixture
def clerk(sign_in: Callable[..., Browser], site: Site) -> Browser:
    """Somebody of the department that leads the project."""
    return sign_in(Role.DEPARTMENT, login="civil", name="林远", department="区民政局")


def hold(office: Browser) -> Browser:
    """Note the meeting of 20 November."""
    office.open("/desk/meetings").fill(name="第三次调度会", place="303会议室", held_on="2026-11-20")
    return office.fill(attended="区民政局 林远", agenda="一、通报进度").press("记录会议").sees("一、通报进度")


def give(office: Browser, due_on: str = "2026-11-23", **more: str) -> Browser:
    task = {"task": "补齐消防验收", "department": "区民政局", "project": "SS-2026-001", "owner": "林远", **more}
    return office.fill({**task, "due_on": due_on}).press("交办")


def test_a_follow_up_goes_to_its_department_and_comes_back_done(
    office: Browser, clerk: Browser, session: Session, clock: Clock
) -> None:
    give(hold(office)).sees("补齐消防验收", "区民政局", "已逾期 1 天")
    office.open("/desk").sees("补齐消防验收")
    clerk.open("/account/notices").sees("请在2026-11-23前办好").follow("补齐消防验收").sees(
        "补齐消防验收", "已逾期 1 天"
    )
    clerk.open("/department").sees("1件交办事项未办结")
    clerk.open("/department/projects/SS-2026-001").sees("补齐消防验收")
    clerk.open("/department/follow-ups").fill(outcome="验收批复〔2026〕8号").press("报告完成").sees(
        "验收批复〔2026〕8号"
    )
    office.open("/desk/meetings").sees("第三次调度会").misses("已逾期 1 天").follow("第三次调度会")
    office.sees("验收批复〔2026〕8号", "林远")
    office.open("/desk/projects/SS-2026-001").sees("补齐消防验收")
    assert session.scalars(select(FollowUp.done_on)).one() == clock().date()


def test_what_is_late_is_told_to_its_department_and_the_office_every_day(
    office: Browser, clerk: Browser, sign_in: Callable[..., Browser], session: Session, clock: Clock
) -> None:
    give(hold(office))
    others = sign_in(Role.DEPARTMENT, login="roads", department="区城市管理局")
    telling.tell(session, clock(), clock().date())
    session.commit()
    for told in (office, clerk):
        told.open("/account/notices").sees("已过期限的交办事项：1")
    others.open("/account/notices").misses("交办事项：1")
    others.open("/department/follow-ups").misses("补齐消防验收")


def test_another_department_cannot_report_it_done(
    office: Browser, clerk: Browser, sign_in: Callable[..., Browser], session: Session
) -> None:
    give(hold(office))
    one = session.scalars(select(FollowUp.id)).one()
    session.rollback()
    others = sign_in(Role.DEPARTMENT, login="roads", department="区城市管理局").open("/department/proposals")
    token = others.page.select_one("input[name=csrf_token]")
    assert token is not None
    typed = {"outcome": "好", "csrf_token": token["value"]}
    assert others.client.post(f"/department/follow-ups/{one}", data=typed).status_code == 404
    clerk.open("/department/follow-ups").fill(outcome="好").press("报告完成").sees("已保存")


def test_the_second_editor_of_minutes_sees_the_first_ones_words(office: Browser, site: Site) -> None:
    hold(office)
    second = Browser(office.client).open(office.path)
    office.fill(minutes="会议要求加快验收。").press("保存纪要").sees("会议要求加快验收。")
    second.fill(minutes="会议听取汇报。").press("保存纪要").sees("会议要求加快验收。", "会议听取汇报。", "另存了纪要")
    assert second.status == 409
    second.fill(minutes="会议听取汇报，要求加快验收。").press("保存纪要").sees("已保存", "会议听取汇报，要求加快验收。")


def test_the_printed_minutes_hold_what_was_said_and_what_is_to_be_done(office: Browser, site: Site) -> None:
    hold(office).fill(minutes="会议要求加快验收。").press("保存纪要")
    give(office)
    answer = office.follow("打印").response
    words = "".join(texts(answer.data))
    for wanted in ("第三次调度会", "303会议室", "会议要求加快验收。", "补齐消防验收", "区民政局", "2026-11-23"):
        assert wanted in words


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("department", "区气象局", "没有这个名称的部门"),
        ("project", "SS-9", "没有这个编号的项目"),
        ("due_on", "2026-11-19", "早于会议日期"),
        ("due_on", "月底", "请填日期"),
        ("task", " ", "请填写"),
    ],
)
def test_a_follow_up_that_cannot_be_is_refused_with_everything_kept(
    office: Browser, site: Site, session: Session, field: str, typed: str, said: str
) -> None:
    give(hold(office), **{field: typed}).sees(said)
    assert office.status == 422
    owner = office.page.select_one("input[name=owner]")
    assert owner is not None
    assert owner["value"] == "林远"
    assert session.scalars(select(FollowUp)).all() == []


@pytest.mark.sqlite
def test_a_leader_reads_and_gives_nothing_and_a_second_report_is_refused(
    office: Browser, clerk: Browser, sign_in: Callable[..., Browser]
) -> None:
    give(hold(office))
    leader = sign_in(Role.LEADER).open("/desk/meetings").follow("第三次调度会").sees("补齐消防验收")
    assert not leader.page.select("main form")
    again = Browser(clerk.client).open("/department/follow-ups")
    clerk.open("/department/follow-ups").fill(outcome=" ").press("报告完成").sees("请填写")
    clerk.fill(outcome="已办").press("报告完成")
    assert again.fill(outcome="又办").press("报告完成").status == 409


def test_the_database_keeps_no_follow_up_done_without_an_outcome(
    office: Browser, site: Site, session: Session, clock: Clock
) -> None:
    give(hold(office))
    session.scalars(select(FollowUp)).one().done_on = clock().date() + timedelta(days=1)
    with pytest.raises(IntegrityError):
        session.flush()
