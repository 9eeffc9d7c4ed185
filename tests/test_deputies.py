"""Deputies: brought as a list, all or nobody; each with a pass that one phone opens."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect import periods
from survey.people import deputies, passes
from survey.people.deputy_list import read
from survey.people.tables import AuditEntry, Body, Deputy, Role
from survey.register.spreadsheet import workbook
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

LIST = Path(__file__).parent / "data" / "deputies.csv"
HEAD = ["编号", "姓名", "界别", "职业", "单位"]


@pytest.fixture
def clerk(sign_in: Callable[..., Browser]) -> Browser:
    """The office, reading English."""
    clerk = sign_in(Role.OFFICE)
    clerk.headers["Accept-Language"] = "en"
    return clerk


@pytest.fixture
def phone(app: Flask) -> Browser:
    return Browser(app.test_client(), "en")


@pytest.fixture
def deputy(session: Session, clock: Clock) -> Deputy:
    deputy = Deputy(number="RD-07", name="周明", body=Body.CONGRESS, trade="教师", created_at=clock())
    session.add(deputy)
    session.commit()
    return deputy


@pytest.fixture
def link(session: Session, deputy: Deputy, clock: Clock) -> str:
    secret = passes.issue(session, deputy, clock())
    session.commit()
    return f"/p/{secret}"


def bring(clerk: Browser, content: bytes, name: str = "deputies.csv") -> Browser:
    """Choose a file on the deputies' page and look through it."""
    return clerk.open("/desk/deputies").fill(file=(BytesIO(content), name)).press("Look through")


def test_an_empty_room_gives_a_workbook_to_fill_in_that_imports(clerk: Browser, viewer: Browser) -> None:
    clerk.open("/desk/deputies").sees("There are no deputies yet").follow("A workbook to fill in")
    assert not clerk.open("/desk/deputies").page.select("[role=search]"), "nobody is there to be searched for"
    content = clerk.client.get("/desk/deputies/list.xlsx").data
    clerk.fill(file=(BytesIO(content), "代表委员名单.xlsx")).press("Look through the list").sees("示例甲", "示例乙")
    clerk.press("Import").open("/desk/deputies").sees("2 deputies")
    assert clerk.page.select("[role=search]")
    assert viewer.open("/desk/deputies/list.xlsx").status == 403


def test_the_office_imports_a_list(clerk: Browser, session: Session) -> None:
    bring(clerk, LIST.read_bytes()).sees("24 new, 0 changed", "RD-01", "周明").press("Import now")
    clerk.sees("24 new deputies", "熊志远", "no pass yet")
    assert session.scalar(select(func.count()).select_from(Deputy)) == 24
    session.commit()
    bring(clerk, LIST.read_bytes()).sees("0 new, 0 changed, 24 unchanged", "nothing to import")


def test_a_changed_list_shows_old_and_new(clerk: Browser, deputy: Deputy, session: Session) -> None:
    bring(clerk, "编号,姓名,界别,职业\nRD-07,周明,人大,律师\n".encode("gb18030")).sees("教师 → 律师").press(
        "Import now"
    )
    session.expire_all()
    assert deputies.of_number(session, "RD-07").trade == "律师"


def test_one_refused_row_refuses_the_list(clerk: Browser, session: Session) -> None:
    rows = "名单\n编号,姓名,界别\nA1,周明,人大\nA1,李文静,政协\nA2,,人大\nA3,王强,工商联\n"
    bring(clerk, rows.encode()).sees(
        "A4", "stands in A3 already", "B5", "must not be empty", "C6", "not 工商联", "3 refused"
    )
    assert not clerk.page.select("form[action*=import] button:-soup-contains('Import now')")
    assert session.scalar(select(func.count()).select_from(Deputy)) == 0


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 no workbook", b"", b"a,b\n1,2\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_what_is_no_list_gets_one_sentence(clerk: Browser, content: bytes) -> None:
    bring(clerk, content)
    assert clerk.status in (413, 415, 422)
    assert len(clerk.page.select(".notice.bad")) == 1


def test_a_workbook_is_read_like_a_text(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "list.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["晨光区代表委员名单"])
        sheet.write_row(1, 0, HEAD)
        sheet.write_row(2, 0, [7, " 周 明", "区人大代表", "教师", ""])
        sheet.write_row(4, 0, ["备注:以上名单截至十一月"])
    lines, refusals = read(workbook.sheets_of((tmp_path / "list.xlsx").read_bytes())[0].rows)
    assert not refusals
    assert [(line.number, line.name, line.body) for line in lines] == [("7", "周 明", Body.CONGRESS)]


def test_a_pass_is_shown_once_and_opens_on_the_phone(clerk: Browser, deputy: Deputy, phone: Browser) -> None:
    clerk.open("/desk/deputies").follow("周明").press("Issue a pass").sees("Shown only now")
    address = clerk.page.select_one(".once a")["href"].removeprefix("http://127.0.0.1:8000")
    assert clerk.page.select_one(".once .qr svg")
    clerk.open("/desk/deputies/RD-07").misses(address, "Shown only now").sees("issued, not opened yet")
    phone.open(address).open(address).sees("周明", "People's Congress").press("Open my pass")
    assert phone.path == "/deputy"
    assert phone.open(address).sees("open in this browser").status == 200
    clerk.open("/desk/deputies").sees("in use since 2026-11-24")


def test_another_phone_is_refused_once_the_pass_is_bound(app: Flask, phone: Browser, link: str) -> None:
    other = Browser(app.test_client(), "en").open(link)
    phone.open(link).press("Open my pass")
    assert other.press("Open my pass").status == 403
    assert other.open(link).sees("in use on another phone").status == 403
    assert phone.client.get_cookie("pass")
    assert not other.client.get_cookie("pass")


def test_a_revoked_pass_ends_at_once(clerk: Browser, phone: Browser, link: str, app: Flask) -> None:
    phone.open(link).press("Open my pass")
    clerk.open("/desk/deputies/RD-07").press("Revoke the pass").sees("revoked")
    assert phone.open(link).sees("has been withdrawn").status == 410


@pytest.mark.parametrize("end", ["revoked", "expired"])
def test_a_scan_with_a_pass_that_ended_says_so_and_shows_the_residents_page(
    phone: Browser, link: str, site: Site, deputy: Deputy, session: Session, clock: Clock, end: str
) -> None:
    publish_shipped(session, clock())
    periods.open_period(session, "2026-2027", date(2026, 1, 1), date(2027, 12, 31))
    code = site.codes[0].code
    session.commit()
    phone.open(link).press("Open my pass")
    assert phone.open(f"/S/{code}").misses("has expired or was withdrawn").page.select_one("[name=visit_kind]")
    if end == "revoked":
        passes.revoke(session, deputy, clock())
        session.commit()
    else:
        clock.moment += timedelta(days=366)
    phone.open(f"/S/{code}").sees("has expired or was withdrawn", "ask the office for a new pass")
    assert phone.page.select_one("[name=answer_overall]")
    assert not phone.page.select_one("[name=visit_kind]")


def test_a_pass_form_without_its_token_is_refused(app: Flask, link: str) -> None:
    assert app.test_client().post(link).status_code == 400


def test_acts_about_passes_are_logged(clerk: Browser, deputy: Deputy, session: Session) -> None:
    clerk.open("/desk/deputies/RD-07").press("Issue a pass").press("Revoke the pass")
    entries = session.execute(select(AuditEntry.actor, AuditEntry.act, AuditEntry.subject)).all()
    assert entries == [("office", "pass_issued", "RD-07"), ("office", "pass_revoked", "RD-07")]


@pytest.mark.parametrize("path", ["/desk/deputies", "/desk/deputies/RD-07", "/desk/settings", "/desk/audit"])
def test_others_are_refused(
    viewer: Browser, sign_in: Callable[..., Browser], anybody: Browser, deputy: Deputy, path: str
) -> None:
    outsiders = [viewer, *(sign_in(role) for role in (Role.DEPARTMENT, Role.INTERVIEWER, Role.LEADER))]
    assert [outsider.open(path).status for outsider in outsiders] == [403] * len(outsiders)
    assert anybody.open(path).path == "/sign-in"


def test_nobody_else_issues_a_pass(viewer: Browser, deputy: Deputy, session: Session) -> None:
    token = viewer.open("/account").page.select_one("[name=csrf_token]")["value"]
    assert viewer.client.post("/desk/deputies/RD-07/pass", data={"csrf_token": token}).status_code == 403
    assert deputies.passes_of(session, deputy) == []


def test_the_command_line_brings_deputies_with_passes(run: Callable[..., tuple[int, str]], phone: Browser) -> None:
    status, said = run("import-deputies", str(LIST), "--json", "--passes")
    told = json.loads(said)
    assert (status, told["new"], len(told["passes"])) == (0, 24, 24)
    phone.open(told["passes"]["RD-01"].removeprefix("http://127.0.0.1:8000")).sees("周明")
    assert json.loads(run("import-deputies", str(LIST), "--json")[1])["unchanged"] == 24
    assert json.loads(run("deputies", "--json")[1])[0]["pass"] == "unopened"
    assert "/p/" in run("pass", "ZX-01")[1]


@pytest.mark.sqlite
def test_a_list_that_is_too_long_is_refused_and_no_row_is_dropped(clerk: Browser, session: Session) -> None:
    rows = "编号,姓名,界别\n" + "".join(f"A{n},代表{n},人大\n" for n in range(5_001))
    bring(clerk, rows.encode()).sees("The list has 5001 rows; 5000 fit into one")
    assert clerk.status == 422
    assert session.scalar(select(func.count()).select_from(Deputy)) == 0
