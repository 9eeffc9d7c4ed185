"""What is said at a hearing becomes findings; what an enterprise asks for is answered in time."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import Role
from survey.register.tables import Site
from survey.rounds.tables import Finding, Origin
from tests.walker import Browser


def hold(office: Browser, kind: str = "hearing", said: str = "门口太挤", project: str = "SS-2026-001") -> Browser:
    """Note a hearing of 20 November with one opinion."""
    office.open("/desk/hearings").fill(kind=kind, name="秋实街道恳谈", place="文化站", held_on="2026-11-20")
    office.fill(attendance_count="34", agenda="一、通报进展").press("记录").sees("34 人参加", "一、通报进展")
    return office.fill(text=said, project=project).press("记录")


def test_an_opinion_becomes_a_finding_once(office: Browser, site: Site, session: Session) -> None:
    hold(office).sees("门口太挤", "社区食堂提升").press("转为问题").sees("门口太挤", "待派单")
    found = session.scalars(select(Finding)).one()
    assert (found.origin, found.project_id) == (Origin.HEARING, site.project_id)
    session.rollback()
    office.open("/desk/hearings").follow("秋实街道恳谈").sees("待派单").misses("转为问题")


def test_an_enterprises_demand_is_answered_step_by_step(office: Browser, site: Site) -> None:
    hold(office, kind="enterprise", said="招工难", project="").sees("2026-11-23", "逾期", "与项目无关")
    office.fill(told="已转人社部门").press("已受理").sees("2026-11-25", "已转人社部门").misses("逾期")
    office.fill(told="月底办招聘会").press("已告知方案").sees("2026-12-11")
    office.fill(told="招到12人").press("已办结").sees("招到12人").misses("限 2026")


@pytest.mark.sqlite
def test_an_unknown_project_and_an_empty_answer_are_refused(office: Browser, site: Site) -> None:
    assert hold(office, project="SS-9").sees("没有这个编号的项目").status == 422
    hold(office, kind="enterprise").fill(told=" ").press("已受理").sees("请写明怎样答复企业")


@pytest.mark.sqlite
def test_who_only_reads_notes_nothing_and_a_viewer_does_not_read(
    office: Browser, sign_in: Callable[..., Browser], site: Site
) -> None:
    hold(office, said="找王主任，电话13912345678")
    officer = sign_in(Role.PRIVACY_OFFICER).open("/desk/hearings").follow("秋实街道恳谈")
    assert not officer.sees("●●●").misses("13912345678").page.select("main form")
    assert sign_in(Role.VIEWER).open("/desk/hearings").status == 403
