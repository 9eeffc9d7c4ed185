"""The office imports its register at the desk: looks first, confirms all of it or nothing."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from survey.database import writer
from survey.people.tables import AuditEntry
from survey.register.spreadsheet import uploads
from survey.register.tables import Change, Project, Site, SiteCode
from survey.web.transaction import engine
from tests.spreadsheets import HEADINGS as HEAD
from tests.spreadsheets import row, xlsx
from tests.test_wrong_files import swollen, wide
from tests.walker import Browser

DATA = Path(__file__).parent / "data"
HEADINGS = "编号,项目名称,类别,责任单位,办结时限\n"


def choose(office: Browser, name: str, content: bytes) -> Browser:
    return office.open("/desk/import").fill(file=(BytesIO(content), name)).press("看看会怎么改")


def count(session: Session) -> int:
    found = session.scalar(select(func.count()).select_from(Project))
    session.rollback()
    return found or 0


def test_a_real_workbook_is_shown_confirmed_and_changes_nothing_again(office: Browser, session: Session) -> None:
    content = (DATA / "register_dirty.xlsx").read_bytes()
    choose(office, "清单.xlsx", content).sees("64 新增", "SS-2026-016", "个新单位", "个新类别", "项已自动整理")
    links = [link.get_text() for link in office.page.select("main .head a")]
    assert "64 新增" in links, "what is not in the file is no link to nothing"
    assert not [words for words in links if words.startswith("0 ")]
    assert count(session) == 0
    office.press("全部导入").sees("64")
    assert count(session) == 64
    choose(office, "清单.xlsx", content).sees("64 不变", "登记里已经是这样").misses("全部导入")
    [entry] = session.scalars(select(AuditEntry).where(AuditEntry.act == "register_imported"))
    assert entry.detail["new"] == 64


def test_what_was_exported_comes_back_unchanged(office: Browser) -> None:
    choose(office, "a.csv", (HEADINGS + "1,=1+1\n".replace("\n", ",教育,区教育局,2026年3月\n")).encode())
    office.press("全部导入")
    exported = office.client.get("/desk/export.xlsx", headers=office.headers).data
    choose(office, "b.xlsx", exported).sees("1 不变")


def test_a_refused_row_names_its_cell_and_nothing_is_written(office: Browser, session: Session) -> None:
    rows = "1,甲,教育,区教育局,2026-02-30\n2,乙,教育,区教育局,\n"
    choose(office, "a.csv", (HEADINGS + rows).encode()).sees("1 不能导入", "E2", "2026-02-30").misses("全部导入")
    assert count(session) == 0


def test_a_change_is_shown_old_and_new(office: Browser) -> None:
    choose(office, "a.csv", (HEADINGS + "1,甲,教育,区教育局,2026-03-01\n").encode()).press("全部导入")
    choose(office, "b.csv", (HEADINGS + "1,乙,教育,区教育局,2026-03-01\n").encode()).sees("1 变更", "甲 → 乙")


def test_an_import_that_would_delete_says_so_first_and_loses_nothing(office: Browser, session: Session) -> None:
    head = "编号,项目名称,类别,责任单位,年度目标,点位\n"
    both = "1,甲,教育,区教育局,十所,一园、二园\n2,乙,教育,区教育局,两处,公园\n"
    choose(office, "a.csv", (head + both).encode()).misses("不在这个文件里", "不再列出").press("全部导入")
    choose(office, "b.csv", (head + "1,甲,教育,区教育局,,一园\n").encode())
    office.sees("1 个点位不再列出", "二园", "1 个空单元格", "1 个项目不在这个文件里").press("全部导入")
    assert count(session) == 2
    sites = session.execute(select(Site.name, Site.removed_at.is_not(None)).order_by(Site.name)).all()
    assert sorted(map(tuple, sites)) == [("一园", False), ("二园", True), ("公园", False)]
    assert session.scalars(select(Change.old).where(Change.column == "target")).all() == ["十所"]
    assert len(session.scalars(select(SiteCode)).all()) == 3
    session.rollback()
    office.open("/desk/projects/1").sees("二园", "十所")


def test_a_column_that_was_read_wrongly_can_be_corrected(office: Browser) -> None:
    content = "编号,项目名称,类别,责任单位,说法\n1,甲,教育,区教育局,十所\n".encode()
    choose(office, "a.csv", content).misses("十所")
    office.fill(column_target="4").press("重新读取").press("全部导入")
    assert "十所" in office.open("/desk/projects/1").text


def test_a_register_that_moved_meanwhile_is_shown_again(office: Browser, app: Flask) -> None:
    choose(office, "a.csv", (HEADINGS + "1,甲,教育,区教育局,\n").encode())
    other = Browser(app.test_client())
    other.client.set_cookie("staff", str(office.client.get_cookie("staff").value))  # type: ignore[union-attr]
    choose(other, "b.csv", (HEADINGS + "1,乙,教育,区教育局,\n").encode()).press("全部导入")
    office.press("全部导入").sees("登记在这次预览之后有了变化", "乙 → 甲")
    assert office.status == 409


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, None),
        ("a.xlsx", b"PK nonsense", None),
        ("a.csv", b"", None),
        ("a.csv", "你好,世界\n1,2\n".encode(), 422),
        ("bomb.xlsx", swollen(), 413),
        ("wide.xlsx", wide(), 422),
    ],
)
def test_a_wrong_file_gets_one_sentence(office: Browser, name: str, content: bytes, status: int | None) -> None:
    choose(office, name, content)
    assert office.status in ({status} if status else {400, 413, 415, 422})
    assert office.page.select_one("[role=alert]") is not None


def test_a_formula_is_taken_by_its_value_and_a_broken_one_named(office: Browser, session: Session) -> None:
    def calculate(book: Any, sheet: Any) -> None:
        sheet.write_formula(1, 1, '="社区"&"食堂"', None, "社区食堂")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")

    content = xlsx(HEAD, row(编号="1"), row(编号="2"), dirty=calculate)
    choose(office, "a.xlsx", content).sees("1 新增", "社区食堂", "1 不能导入", "B3").misses("全部导入")
    assert count(session) == 0


@pytest.mark.sqlite
def test_reading_a_file_to_confirm_it_holds_up_no_answer(office: Browser, app: Flask, monkeypatch: Any) -> None:
    """While the file is read again, somebody else can write."""
    choose(office, "a.csv", (HEADINGS + "1,甲,教育,区教育局,\n").encode())
    read = uploads.find

    def slowly(*arguments: Any) -> Any:
        with app.app_context(), writer(engine()) as other:
            other.execute(text("PRAGMA busy_timeout=100"))
            other.commit()
        return read(*arguments)

    monkeypatch.setattr(uploads, "find", slowly)
    office.press("全部导入").sees("登记已更新")


def test_a_preview_that_is_gone_says_so(office: Browser) -> None:
    assert office.open(f"/desk/import/{'0' * 64}").status == 410


def test_who_may_only_look_may_not_import(viewer: Browser, anybody: Browser) -> None:
    assert viewer.open("/desk/import").status == 403
    assert "sign-in" in anybody.open("/desk/import").path
