"""Files that are no register: each gets one clear refusal, and none hurts the process."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from survey import packages, problems
from survey.problems import Problem
from survey.register.spreadsheet import headings, workbook
from tests.rounds import Cast
from tests.spreadsheets import HEADINGS, row, xlsx

OLD = workbook.OLD_FORMAT + bytes(600)


GOOD = xlsx(HEADINGS, row())


def repacked(change: Callable[[dict[str, bytes]], Any], good: bytes = GOOD) -> bytes:
    """A good workbook whose parts were changed by hand."""
    with zipfile.ZipFile(io.BytesIO(good)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    change(parts)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def swollen() -> bytes:
    return repacked(lambda parts: parts.update({"xl/media/image1.bin": bytes(packages.MOST_BYTES)}))


def lying() -> bytes:
    """A package whose directory says that a part is small."""
    content = bytearray(swollen())
    said = packages.MOST_BYTES.to_bytes(4, "little")
    for found in (content.rfind(said), content.find(said)):
        if found > 0:
            content[found : found + 4] = (1000).to_bytes(4, "little")
    return bytes(content)


def sprawling(parts: dict[str, bytes]) -> None:
    """A cell at the far end of the sheet: as a full table it would fill the memory."""
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    parts[sheet] = parts[sheet].replace(b"</sheetData>", far)


SHEET = "xl/worksheets/sheet1.xml"
FAR_CELLS = {
    "small letters": b'<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "blanks around the equals sign": b'<row r="1048576"><c r = "XFD1048576"><v>1</v></c></row>',
    "an angle in another attribute": b'<row r="1048576"><c s="a>b" r="XFD1048576"><v>1</v></c></row>',
    "a prefix": b'<x:row xmlns:x="y" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
    "a cell behind a far one that is empty": b'<row r="1048576"><c r="XFC1048576"/><c><v>1</v></c></row>',
    "a row that has the number only": b'<row r="4294967295"><c><v>1</v></c></row>',
    "words in the cell itself": b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>',
}


def reaching(row: bytes) -> bytes:
    """A workbook with one row more, written as only somebody who means harm writes it."""
    return repacked(lambda parts: parts.update({SHEET: parts[SHEET].replace(b"</sheetData>", row + b"</sheetData>")}))


def hidden() -> bytes:
    """The far cell stands in a part whose address two readers understand differently."""

    def change(parts: dict[str, bytes]) -> None:
        parts["other/sheet.xml"] = parts[SHEET]
        parts["xl//other/sheet.xml"] = parts[SHEET].replace(b"</sheetData>", FAR_CELLS["a prefix"] + b"</sheetData>")
        links = "xl/_rels/workbook.xml.rels"
        parts[links] = parts[links].replace(b"worksheets/sheet1.xml", b"/other/sheet.xml")

    return repacked(change)


def twofold() -> bytes:
    """The same part twice, the far cell in one of them."""
    return repacked(lambda parts: parts.update({SHEET.upper(): parts[SHEET]}))


def overlapping() -> bytes:
    """Thousands of merged ranges, each over the whole table; Excel lets no two overlap."""
    merges = b"<mergeCells>" + b'<mergeCell ref="A1:XFD1048576"/>' * 2_001 + b"</mergeCells>"
    tall = xlsx(HEADINGS, *(row() for _ in range(250)))
    return repacked(lambda p: p.update({SHEET: p[SHEET].replace(b"</sheetData>", b"</sheetData>" + merges)}), tall)


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
        *((reaching(far), problems.TooLargeWorkbook) for far in FAR_CELLS.values()),
        (reaching(b'<row r="2"><c r="ZZZZ99999999"><v>1</v></c></row>'), problems.NotAWorkbook),
        (reaching(b'<row r="2"><c r="B2"><v>1</v></row>'), problems.NotAWorkbook),
        (hidden(), problems.TooLargeWorkbook),
        (twofold(), problems.NotAWorkbook),
        (overlapping(), problems.TooLargeWorkbook),
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


DOORS = ("/desk/import", "/desk/deputies", "/desk/departments", "/desk/watch", "/desk/questionnaires")


@pytest.mark.sqlite
def test_every_door_for_workbooks_has_the_guard(people: Cast) -> None:
    far = {**FAR_CELLS, "capital letters": b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'}
    for browser, door in [*((people.office, door) for door in DOORS), (people.department, "/department/proposals")]:
        for how, cell in far.items():
            sent = browser.open(door).fill(file=(io.BytesIO(reaching(cell)), f"{how}.xlsx")).press()
            assert sent.status == (422 if door.endswith("questionnaires") else 413), (door, how, sent.text)
            sent.sees("太大")


def test_wide_sheets_without_headings_out_there_are_read() -> None:
    """Colours and borders reach far to the right in many offices' files; only what is written counts."""

    def paint(book: Any, sheet: Any) -> None:
        for place in range(20, 300):
            sheet.write_blank(1, place, None, book.add_format({"bg_color": "yellow"}))

    assert len(headings.find(workbook.sheets_of(xlsx(HEADINGS, row(), dirty=paint))).columns) == len(HEADINGS)
