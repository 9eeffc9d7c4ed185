"""Rows that are no projects: totals, notes, section titles, headings said again on the next printed page."""

import re
from enum import StrEnum

from survey.problems import N_
from survey.register.spreadsheet.cells import compact, heading, text
from survey.register.spreadsheet.columns import Column
from survey.register.spreadsheet.headings import Layout

TOTAL = re.compile(r".{0,12}(合计|总计|小计|共计|累计)([:：]?(共?\d+[项个]?)?)|(sub)?total[:：]?", re.IGNORECASE)
NOTE = re.compile(
    r"(注|备注|附注|说明|填表说明|填报说明|填表单位|填报单位|填表人|填报人|制表人|制表单位|审核人|负责人|联系人|联系电话"
    r"|填表日期|填报日期|notes?|remarks?)[\d一二三四五]?[:：.、].*",
    re.IGNORECASE | re.DOTALL,
)
SECTION = re.compile(r"(第?[一二三四五六七八九十]+[、.．章部分类]|\([一二三四五六七八九十\d]+\)).*", re.DOTALL)


class Passed(StrEnum):
    """Why a row is passed over."""

    EMPTY = "empty"
    TOTAL = "total"
    NOTE = "note"
    SECTION = "section"
    HEADINGS = "headings"


PASSED_LABELS = {
    Passed.EMPTY: N_("empty"),
    Passed.TOTAL: N_("total"),
    Passed.NOTE: N_("note"),
    Passed.SECTION: N_("section title"),
    Passed.HEADINGS: N_("headings again"),
}


def passed_over(layout: Layout, row: int) -> Passed | None:
    """Say why a row is no project; None when it is one, or ought to be."""
    cells = layout.sheet.rows[row]
    filled = [words for words in map(text, cells) if words]
    if not filled:
        # A cell with an error reads as empty, but it wants mending.
        fails = any(layout.sheet.fails(row, place) for place in layout.columns.values())
        return None if fails else Passed.EMPTY
    first = compact(filled[0])
    if Column.NUMBER in layout.columns and layout.sheet.goes_on(row, layout.columns[Column.NUMBER]):
        return None
    if NOTE.fullmatch(first):
        return Passed.NOTE
    if any(TOTAL.fullmatch(words) for words in (first, _said(layout, row, Column.NUMBER))):
        return Passed.TOTAL
    if not _said(layout, row, Column.NUMBER) and TOTAL.fullmatch(_said(layout, row, Column.NAME)):
        return Passed.TOTAL
    if len(filled) == 1 and SECTION.fullmatch(first):
        return Passed.SECTION
    return Passed.HEADINGS if _repeats(layout, row) else None


def _said(layout: Layout, row: int, column: Column) -> str:
    place = layout.columns.get(column)
    return "" if place is None else compact(text(layout.sheet.cell(row, place)))


def _repeats(layout: Layout, row: int) -> bool:
    return all(
        heading(layout.sheet.cell(row, place)) == heading(layout.sheet.shown(layout.bottom, place))
        for place in layout.columns.values()
    )
