"""Workbooks that tests make dirty, and the short way from a file to its preview."""

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter
from sqlalchemy.orm import Session

from survey.register.promises import Amendment
from survey.register.spreadsheet import applying, headings, preview, workbook
from survey.register.spreadsheet.preview import Preview
from tests.conftest import Clock

HEADINGS = ("编号", "项目名称", "类别", "责任单位", "点位", "开工日期", "办结时限", "状态")
PROJECT = ("SS-1", "社区食堂", "养老服务", "区民政局", "秋实食堂", "2026-03-01", "2026-10-31", "推进中")


def row(**cells: object) -> tuple[object, ...]:
    """One good row; `编号="2"` changes a cell of it."""
    return tuple(cells.get(heading, cell) for heading, cell in zip(HEADINGS, PROJECT, strict=True))


def xlsx(*rows: Sequence[object], dirty: Callable[[Any, Any], None] | None = None, name: str = "清单") -> bytes:
    """Write rows as a workbook; `dirty` gets the book and the sheet and does its worst."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            for place, cell in enumerate(cells):
                if cell != "":
                    sheet.write(line, place, cell)
        if dirty:
            dirty(book, sheet)
    return content.getvalue()


def text_table(*rows: Sequence[object], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue().encode(encoding)


def look(session: Session, content: bytes) -> Preview:
    """Preview a file with the columns as guessed."""
    return preview.of_layout(session, headings.find(workbook.sheets_of(content)))


def take(session: Session, content: bytes, clock: Clock) -> Preview:
    """Preview a file and apply it."""
    made = look(session, content)
    applying.apply(session, made, Amendment("office", "", clock()))
    return made


def counts(made: Preview) -> tuple[int, int, int, int]:
    """New, changed, unchanged, refused."""
    return tuple(made.counts[verdict] for verdict in ("new", "changed", "unchanged", "refused"))  # type: ignore[index, return-value]


def said(made: Preview) -> list[str]:
    """Every refusal as `cell: sentence`."""
    return [f"{refusal.cell}: {refusal}" for refusal in made.refusals]
