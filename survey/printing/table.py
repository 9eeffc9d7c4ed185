"""A list as an office hands it out: title, unit and date, a table with thin rules, page x of y; or as a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from itertools import chain

import xlsxwriter

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line

Value = str | int | float
LOOK = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D9D5CB"}
TOTAL = "合计"
FORMULA_SIGNS = ("=", "+", "-", "@")


@dataclass(frozen=True)
class Sheet:
    """What a list says; rows may be read while they are written, so that a long list is never held whole."""

    title: str
    unit: str
    day: date
    note: str
    headings: Sequence[str]
    widths: Sequence[int]
    """Relative widths of the columns; in a workbook, characters."""
    numbers: Sequence[bool]
    rows: Iterable[Sequence[Value]]
    totals: Sequence[Value] = ()
    """The last line, below the rows; empty when nothing is added up."""


def pdf(sheet: Sheet, look: Look = PLAIN) -> bytes:
    """Set the list on A4, lying down."""
    rows = [[one_line(str(value)) for value in row] for row in sheet.rows]
    return typesetting.pdf(
        "list.typ",
        {
            "title": one_line(sheet.title),
            "district": one_line(sheet.unit),
            "department": "",
            "on": f"{sheet.day.year}年{sheet.day.month}月{sheet.day.day}日",
            "count": len(rows),
            "note": one_line(sheet.note),
            "columns": [[one_line(words), width] for words, width in zip(sheet.headings, sheet.widths, strict=True)],
            "numbers": list(sheet.numbers),
            "rows": rows,
            "totals": [one_line(str(value)) for value in sheet.totals],
        },
        look,
    )


def workbook(sheet: Sheet) -> bytes:
    """Write the list as .xlsx, row by row; what looks like a formula stays text."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        page = book.add_worksheet(sheet.title[:31])
        title = book.add_format({"bold": True, "font_size": 16})
        heading = book.add_format({**LOOK, "bold": True, "bg_color": "#E4EFEE"})
        plain = book.add_format({**LOOK, "num_format": "@"})
        quoted = book.add_format({**LOOK, "num_format": "@", "quote_prefix": True})
        figure = book.add_format(LOOK)
        for place, width in enumerate(sheet.widths):
            page.set_column(place, place, width)
        page.write_string(0, 0, sheet.title, title)
        page.write_string(1, 0, " ".join((sheet.unit, sheet.day.isoformat(), sheet.note)))
        for place, words in enumerate(sheet.headings):
            page.write_string(2, place, words, heading)
        page.freeze_panes(3, 0)
        for line, row in enumerate(chain(sheet.rows, _last(sheet)), start=3):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, place, value, quoted if value.startswith(FORMULA_SIGNS) else plain)
                else:
                    page.write_number(line, place, value, figure)
    return content.getvalue()


def _last(sheet: Sheet) -> Iterable[Sequence[Value]]:
    """The line of totals, called so in its first cell."""
    if sheet.totals:
        yield [sheet.totals[0] or TOTAL, *sheet.totals[1:]]
