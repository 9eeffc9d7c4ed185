"""What was put in order while a dirty sheet was read, counted, so that the office can see what it need not mend."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from survey.problems import N_
from survey.register.spreadsheet.cells import Cell, compact, text
from survey.register.spreadsheet.columns import DATES, PLACES, STATE_WORDS, Column, Value
from survey.register.spreadsheet.headings import Layout
from survey.register.spreadsheet.passing import Passed
from survey.register.spreadsheet.rows import Reading, Row
from survey.register.tables import ProjectState


class Repair(StrEnum):
    """One kind of disorder that reading puts right."""

    TITLE = "title"
    SECTION = "section"
    TOTAL = "total"
    NOTE = "note"
    HEADINGS = "headings"
    MERGED = "merged"
    DATE = "date"
    NUMBER = "number"
    STATE = "state"
    BLANKS = "blanks"
    SITES = "sites"


REPAIRED = {
    Repair.TITLE: N_("title rows above the headings left out"),
    Repair.SECTION: N_("section titles left out"),
    Repair.TOTAL: N_("rows of totals left out"),
    Repair.NOTE: N_("notes left out"),
    Repair.HEADINGS: N_("repeated headings left out"),
    Repair.MERGED: N_("merged cells read for every row"),
    Repair.DATE: N_("dates in other spellings read"),
    Repair.NUMBER: N_("project numbers freed of full-width signs and blanks"),
    Repair.STATE: N_("states in other words understood"),
    Repair.BLANKS: N_("cells freed of line breaks, blanks and invisible signs"),
    Repair.SITES: N_("cells taken apart into several sites"),
}
PASSED = {
    Passed.SECTION: Repair.SECTION,
    Passed.TOTAL: Repair.TOTAL,
    Passed.NOTE: Repair.NOTE,
    Passed.HEADINGS: Repair.HEADINGS,
}


@dataclass(frozen=True)
class Repaired:
    """How often a disorder was put right, and the first cell with what stood there and how it was read."""

    kind: Repair
    count: int
    example: str = ""


def of(layout: Layout, reading: Reading, sites: int = 0) -> tuple[Repaired, ...]:
    """Count what was put in order, in the order of Repair; `sites` is how many cells named several."""
    titles = sum(any(map(text, layout.sheet.rows[line])) for line in range(layout.top))
    counted = Counter({Repair.TITLE: titles, Repair.SITES: sites})
    counted.update(PASSED[why] for _, why in reading.passed)
    examples: dict[Repair, str] = {}
    for kind, example in (found for row in reading.rows for found in _of_row(layout, row)):
        counted[kind] += 1
        examples.setdefault(kind, example)
    return tuple(Repaired(kind, counted[kind], examples.get(kind, "")) for kind in Repair if counted[kind])


def _of_row(layout: Layout, row: Row) -> Iterator[tuple[Repair, str]]:
    for column, place in layout.columns.items():
        value, cell = row.values.get(column), layout.sheet.filled_down(row.line, place)
        if text(cell) and not text(layout.sheet.cell(row.line, place)):
            yield Repair.MERGED, layout.address(row.line, column)
        elif (kind := _kind(column, cell, value)) is not None:
            said = STATE_WORDS[value] if isinstance(value, ProjectState) else value
            was = repr(text(cell))[1:-1] if isinstance(cell, str) else text(cell)
            yield kind, f"{layout.address(row.line, column)}: {was} → {said}"


def _kind(column: Column, cell: Cell, value: Value) -> Repair | None:
    """Which disorder lay between what stands in a cell and what was read; None when both say the same."""
    if value in (None, "") or column in PLACES:
        return None
    if column in DATES:
        return Repair.DATE if text(cell) != str(value) else None
    if isinstance(value, ProjectState):
        return Repair.STATE if compact(text(cell)) != STATE_WORDS[value] else None
    if not isinstance(cell, str) or cell == value:
        return None
    return Repair.NUMBER if column is Column.NUMBER else Repair.BLANKS
