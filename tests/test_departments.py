"""The departments of a district come with their accounts as one list, and the same list again changes nothing."""

import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.people import audit
from survey.people.tables import Account, AuditEntry, Role, SignInLink
from survey.register.spreadsheet import workbook
from survey.register.tables import Department, FormerName, Site
from tests.conftest import Clock
from tests.spreadsheets import xlsx
from tests.walker import Browser, in_english

HEAD = ("序号", "单位名称", "单位代码", "联系人", "账号")
TITLE = ("晨光区责任单位及账号一览表", "", "", "", "")


def listed(count: int = 59, *more: tuple[object, ...]) -> bytes:
    """A list of departments as an office keeps it, with a title above and a total below."""
    rows = [(n, f"区第{n}局", f"D{n:02}", f"联系人{n}", f"dept{n:02}") for n in range(1, count + 1)]
    return xlsx(TITLE, HEAD, *rows, *more, (f"合计:{count}个单位", "", "", "", ""))


@pytest.fixture
def clerk(office: Browser) -> Browser:
    return in_english(office)


def choose(clerk: Browser, content: bytes) -> Browser:
    return clerk.open("/desk/departments").fill(file=(BytesIO(content), "单位.xlsx")).press("Look at it")


def count(session: Session, table: type[Department] | type[Account]) -> int:
    found = session.scalar(select(func.count()).select_from(table)) or 0
    session.rollback()
    return found


def test_59_departments_and_their_links_once_and_the_same_list_changes_nothing(
    clerk: Browser, session: Session, anybody: Browser, clock: Clock
) -> None:
    choose(clerk, listed()).sees("59 new, 0 changed, 0 unchanged, 0 refused", "gets an account")
    assert count(session, Department) == 0
    clerk.press("Import and show the links").sees("Shown only now", "区第59局", "dept59")
    links = [cell.get_text() for cell in clerk.page.select("td.breaks")]
    assert len(set(links)) == 59
    choose(clerk, listed()).sees("0 new, 0 changed, 59 unchanged", "there is nothing to import").misses("Import and")
    assert (count(session, Department), count(session, Account)) == (59, 60)
    clock.moment += timedelta(days=6)
    anybody.open(links[58].replace("http://127.0.0.1:8000", "")).fill(password="a-long-sentence-of-mine").press()
    anybody.open("/department")
    assert anybody.status == 200
    assert audit.verify(session) is None


def test_the_links_come_as_a_workbook_too(clerk: Browser, session: Session) -> None:
    choose(clerk, listed(3)).press("Import and take the links as a workbook")
    (sheet,) = workbook.sheets_of(clerk.response.data)
    rows = [row for row in sheet.rows if str(row[-1]).startswith("http")]
    assert [row[2] for row in rows] == ["dept01", "dept02", "dept03"]
    assert "no-store" in clerk.response.headers["Cache-Control"]
    assert len(session.scalars(select(SignInLink.id)).all()) == 3


def test_what_is_wrong_names_its_cell_and_nothing_is_written(
    clerk: Browser, session: Session, sign_in: Callable[..., Browser]
) -> None:
    sign_in(Role.LEADER, login="boss")
    wrong = [
        (4, "区甲局", "J", "甲", "dept01"),
        (5, "", "", "乙", "b"),
        (6, "区丙局", "", "", "two words"),
        (7, "区丁局", "", "", "boss"),
    ]
    choose(clerk, listed(3, *wrong)).sees("4 refused").misses("Import and show")
    clerk.sees(
        "E6",
        "The login dept01 stands in E3 already",
        "B7",
        "must not be empty",
        "E8",
        "one word",
        "B9",
        "somebody else's",
    )
    assert count(session, Department) == 0
    digest = clerk.path.rsplit("/", 1)[1]
    token = clerk.open("/desk/departments").page.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    assert clerk.client.post(f"/desk/departments/{digest}", data={"csrf_token": token}).status_code == 422
    assert count(session, Department) == 0


def test_a_known_code_with_another_name_is_a_department_renamed(clerk: Browser, session: Session) -> None:
    choose(clerk, listed(2)).press("Import and show the links")
    renamed = xlsx(HEAD, (1, "区第一局", "D01", "新联系人", "dept01"), (2, "区第2局", "D02", "联系人2", "dept02"))
    choose(clerk, renamed).sees("0 new, 1 changed, 1 unchanged", "renamed: 区第1局 → 区第一局", "联系人1 → 新联系人")
    clerk.press("Import and show the links").sees("Accounts", "新联系人", "区第一局")
    assert session.scalars(select(FormerName.name)).all() == ["区第1局"]
    bound = set(session.scalars(select(Account.department).where(Account.role == Role.DEPARTMENT)))
    assert bound == {"区第一局", "区第2局"}
    session.rollback()
    clash = xlsx(HEAD, (1, "区第2局", "D01", "", ""), (2, "区第一局", "D09", "", ""))
    choose(clerk, clash).sees("The code D01 is that of 区第一局", "区第一局 has the code D01")


def test_names_alone_are_enough_and_a_second_row_is_a_second_account(
    clerk: Browser, session: Session, site: Site
) -> None:
    content = "部门,账号\n区民政局,\n区教育局,jy1\n区教育局,jy2\n".encode()
    choose(clerk, content).sees("3 new").press("Import and show the links").sees("区民政局", "jy1", "jy2")
    choose(clerk, content).sees("3 unchanged")
    assert session.scalars(select(Department.name).order_by(Department.name)).all() == ["区教育局", "区民政局"]


@pytest.mark.sqlite
def test_what_is_no_list_of_departments_says_what_it_needs(clerk: Browser) -> None:
    choose(clerk, "甲,乙\n1,2\n".encode()).sees("One row must say 单位名称")
    assert clerk.status == 422
    choose(clerk, b"").sees("This file is empty")
    assert clerk.open("/desk/departments/" + "0" * 64).status == 410


@pytest.mark.sqlite
def test_the_command_prints_the_links_once(
    run: Callable[..., tuple[int, str]], session: Session, tmp_path: Path
) -> None:
    file = tmp_path / "单位.xlsx"
    file.write_bytes(listed(2))
    status, said = run("import-departments", str(file), "--dry-run")
    assert (status, said.splitlines()[0]) == (0, "2 new, 0 changed, 0 unchanged, 0 refused.")
    status, said = run("import-departments", str(file), "--json")
    made = json.loads(said)
    assert (status, made["new"], sorted(made["links"])) == (0, 2, ["dept01", "dept02"])
    assert json.loads(run("import-departments", str(file), "--json")[1])["links"] == {}
    assert session.scalars(select(AuditEntry.act)).all() == ["departments_imported"]


@pytest.mark.sqlite
def test_a_list_that_is_too_long_is_refused_and_no_row_is_dropped(clerk: Browser, session: Session) -> None:
    choose(clerk, listed(1_001)).sees("The list has")
    assert clerk.status == 422
    assert count(session, Department) == 0
