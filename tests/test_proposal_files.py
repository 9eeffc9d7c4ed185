"""Departments propose several projects at once from a workbook, and sixty of them may do so at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.people import audit, sessions
from survey.people.tables import Account, Role
from survey.register import proposals
from survey.register.tables import Datum, Department, Proposal
from tests.conftest import Clock
from tests.spreadsheets import xlsx
from tests.walker import Browser, in_english

HEAD = ("序号", "项目名称", "类别", "年度目标", "点位", "完成时限")
CANTEEN = (1, "新增长者食堂", "养老服务", "新增长者食堂5家", "滨河街道长者食堂", "2026年12月底前")
PARK = (2, "口袋公园", "绿化", "新建口袋公园2处", "长青街", "2027-03-01")


@pytest.fixture
def ours(sign_in: Callable[..., Browser], session: Session) -> Browser:
    session.add(Department(name="区民政局"))
    return in_english(sign_in(Role.DEPARTMENT, login="civil", department="区民政局"))


def choose(browser: Browser, *rows: tuple[object, ...]) -> Browser:
    file = (BytesIO(xlsx(HEAD, *rows)), "申报.xlsx")
    return browser.open("/department/proposals").fill(file=file).press("Look at it")


def test_a_workbook_is_shown_then_sent_and_the_same_again_sends_nothing(ours: Browser, office: Browser) -> None:
    choose(ours, CANTEEN, PARK).sees("2 new proposals", "新增长者食堂5家", "2026-12-31")
    office.open("/desk/proposals").misses("口袋公园")
    ours.press("Send them").sees("The office has 2 proposals more")
    office.open("/desk/proposals").sees("口袋公园", "新增长者食堂")
    third = (3, "助浴点", "养老服务", "2处", "滨河街道", "2027-01-01")
    choose(ours, CANTEEN, PARK, third).sees("1 new proposal in", "proposed before").press("Send them").sees(
        "1 proposal more"
    )
    choose(ours, CANTEEN, PARK, third).sees("there is nothing to send").misses("Send them")


def test_what_is_wrong_names_its_cell_and_nothing_is_sent(ours: Browser, session: Session) -> None:
    wrong = (2, "口袋公园", "", "多建一些", "长青街", "不久")
    choose(ours, CANTEEN, wrong).sees("C3", "Please fill this in", "D3", "A target needs a number", "F3", "type a day")
    ours.misses("Send them")
    assert session.scalar(select(func.count()).select_from(Proposal)) == 0


@pytest.mark.sqlite
def test_a_workbook_says_where_the_sites_are_and_in_which_system(ours: Browser, session: Session) -> None:
    two_sites = (*CANTEEN[:4], "一号食堂、二号食堂", CANTEEN[5])
    pairs, degrees = ("121.47, 31.23；121.48, 31.24",), ("121.47；121.48", "31.23；31.24")
    for headings, where, told in (
        (("坐标",), pairs, "which system"),
        (("坐标（GCJ-02）",), pairs, "1 new proposal"),
        (("经度", "纬度（GCJ-02）"), ("121.47", "31.23；31.24"), "choose the system"),
        (("经度", "纬度（GCJ-02）"), degrees, "1 new proposal"),
    ):
        rows = xlsx((*HEAD, *headings), (*two_sites, *where))
        ours.open("/department/proposals").fill(file=(BytesIO(rows), "申报.xlsx")).press("Look at it").sees(told)
    ours.press("Send them")
    (proposal,) = session.scalars(select(Proposal))
    assert proposal.given_in is Datum.GCJ02
    assert [place.at is not None for place in proposals.sites_of(proposal)] == [True, True]


@pytest.mark.sqlite
def test_a_file_that_lacks_a_column_says_which(ours: Browser) -> None:
    file = (BytesIO(xlsx(HEAD[:3], CANTEEN[:3])), "申报.xlsx")
    ours.open("/department/proposals").fill(file=file).press("Look at it").sees("no column for: Target, Due, Sites")
    assert ours.status == 422


def test_sixty_departments_import_at_once(app: Flask, session: Session, clock: Clock) -> None:
    everybody = []
    for number in range(60):
        department = f"区第{number}局"
        account = Account(
            login=f"d{number}", name=department, role=Role.DEPARTMENT, department=department, created_at=clock()
        )
        session.add_all([Department(name=department), account])
        session.flush()
        browser = Browser(app.test_client(), "en")
        browser.client.set_cookie("staff", sessions.open_for_account(session, account, agent="", now=clock()))
        everybody.append(browser)
    session.commit()
    with ThreadPoolExecutor(60) as pool:
        said = list(pool.map(lambda each: choose(each, CANTEEN, PARK).press("Send them").text, everybody))
    assert all("The office has 2 proposals more" in each for each in said)
    counted = session.execute(select(Proposal.department_id, func.count()).group_by(Proposal.department_id)).all()
    assert [count for _, count in counted] == [2] * 60
    assert audit.verify(session) is None


@pytest.mark.sqlite
def test_a_workbook_that_is_too_long_is_refused_and_no_row_is_dropped(ours: Browser, session: Session) -> None:
    rows = [(n, f"食堂{n}", "养老服务", "新增助餐点5家", "秋实街道食堂", "2027年5月") for n in range(201)]
    choose(ours, *rows).sees("The list has 201 rows; 200 fit")
    assert ours.status == 422
