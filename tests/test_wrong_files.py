"""Files that are no register: each gets one clear refusal, and none hurts the process."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from survey import problems
from survey.problems import Problem
from survey.register.spreadsheet import headings, package, workbook
from tests.spreadsheets import HEADINGS, row, xlsx

OLD = workbook.OLD_FORMAT + bytes(600)


def repacked(change: Callable[[dict[str, bytes]], Any]) -> bytes:
    """A good workbook whose parts were changed by hand."""
    with zipfile.ZipFile(io.BytesIO(xlsx(HEADINGS, row()))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def swollen() -> bytes:
    return repacked(lambda parts: parts.update({"xl/media/image1.bin": bytes(package.MOST_BYTES)}))


def lying() -> bytes:
    """A package whose directory says that a part is small."""
    content = bytearray(swollen())
    said = package.MOST_BYTES.to_bytes(4, "little")
    for found in (content.rfind(said), content.find(said)):
        if found > 0:
            content[found : found + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def sprawling(parts: dict[str, bytes]) -> None:
    """A cell at the far end of the sheet: as a full table it would fill the memory."""
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)


def with_entities(parts: dict[str, bytes]) -> None:
    book = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = book.replace(b"<workbook", b'<!DOCTYPE x [<!ENTITY a "b">]><workbook', 1)


def wide() -> bytes:
    return xlsx((*HEADINGS, *(f"列{place}" for place in range(200))), row())


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", problems.EmptyWorkbook),
        (b" \r\n", problems.EmptyWorkbook),
        (xlsx(), problems.EmptyWorkbook),
        (OLD, problems.OldWorkbook),
        (OLD + workbook.LOCKED, problems.LockedWorkbook),
        (b"\x89PNG\r\n\x1a\n\x00\x00", problems.NotAWorkbook),
        (b"<html><table><tr><td>1</td></tr></table></html>", problems.NotAWorkbook),
        (b"PK\x03\x04 and nothing more", problems.NotAWorkbook),
        (xlsx(HEADINGS, row())[:-40], problems.NotAWorkbook),
        (repacked(lambda parts: parts.pop("xl/workbook.xml")), problems.NotAWorkbook),
        (repacked(lambda parts: parts.pop("xl/worksheets/sheet1.xml")), problems.NotAWorkbook),
        (repacked(lambda parts: parts.update({"xl/workbook.xml": b"<workbook"})), problems.NotAWorkbook),
        (repacked(with_entities), problems.NotAWorkbook),
        (repacked(sprawling), problems.TooLargeWorkbook),
        (swollen(), problems.TooLargeWorkbook),
        (lying(), problems.NotAWorkbook),
        ("编号,名称\n1,\ud800".encode("utf-8", "surrogatepass") + b"\xff", problems.NotAWorkbook),
        (wide(), problems.TooManyColumns),
        (xlsx(("some", "other", "table"), (1, 2, 3)), problems.NoHeadings),
        ("今天天气很好".encode(), problems.NoHeadings),
    ],
)  # fmt: skip
def test_each_is_refused_by_its_name(content: bytes, refusal: type[Problem]) -> None:
    with pytest.raises(refusal):
        headings.find(workbook.sheets_of(content))


def test_wide_sheets_without_headings_out_there_are_read() -> None:
    """Colours and borders reach far to the right in many offices' files; only what is written counts."""

    def paint(book: Any, sheet: Any) -> None:
        for place in range(20, 300):
            sheet.write_blank(1, place, None, book.add_format({"bg_color": "yellow"}))

    assert len(headings.find(workbook.sheets_of(xlsx(HEADINGS, row(), dirty=paint))).columns) == len(HEADINGS)
