"""Rows of a sheet become projects as the file has them, or refusals that name the cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter

from survey.register.positions import Given
from survey.register.spreadsheet import coordinates, dates, refusals
from survey.register.spreadsheet.cells import Cell, compact, number, one_line, text, without_notes
from survey.register.spreadsheet.columns import DATES, HEADINGS, PLACES, REQUIRED, STATES, Column, Value
from survey.register.spreadsheet.headings import Layout
from survey.register.spreadsheet.passing import Passed, passed_over
from survey.register.spreadsheet.refusals import Refusal
from survey.register.tables import ProjectState

Cells = tuple[str | None, str | None, tuple[Given | None, ...] | None]
"""The sites, addresses and coordinates on one line."""

SHOWN = 40
"""So much of a wrong cell is quoted in its refusal."""


@dataclass(frozen=True)
class Row:
    """One project of the file. `values` holds only the columns that the sheet has, without sites and addresses;
    `places` holds those: three cells for each line that the project covers, None where the sheet has no column.
    """

    line: int
    values: Mapping[Column, Value]
    places: tuple[Cells, ...]
    refusals: tuple[Refusal, ...]

    @property
    def number(self) -> str:
        return str(self.values.get(Column.NUMBER) or "")


@dataclass(frozen=True)
class Reading:
    """All that a sheet says: its projects, and the lines passed over with the reason (empty ones left out)."""

    rows: tuple[Row, ...]
    passed: tuple[tuple[int, Passed], ...]


def read(layout: Layout) -> Reading:
    """Read every row below the headings; a number that stands twice refuses both of its rows."""
    below = range(layout.bottom + 1, len(layout.sheet.rows))
    verdicts = {line: passed_over(layout, line) for line in below}
    lines = [line for line, passed in verdicts.items() if passed is None]
    rows = [_row(layout, group) for group in _groups(layout, lines)]
    passed = tuple((line, why) for line, why in verdicts.items() if why and why is not Passed.EMPTY)
    return Reading(tuple(_without_twins(layout, rows)), passed)


def _groups(layout: Layout, lines: Iterable[int]) -> Iterator[list[int]]:
    """Rows whose number is merged with the row above go on with the same project."""
    group: list[int] = []
    for line in lines:
        if group and layout.sheet.goes_on(line, layout.columns[Column.NUMBER]):
            group.append(line)
            continue
        if group:
            yield group
        group = [line]
    if group:
        yield group


def _row(layout: Layout, lines: list[int]) -> Row:
    values: dict[Column, Value] = {}
    refused: list[Refusal] = []
    for column, place in sorted(layout.columns.items(), key=itemgetter(1)):
        cell = layout.sheet.filled_down(lines[0], place)
        value, why = _value(column, cell)
        if layout.sheet.fails(lines[0], place):
            why = refusals.ERROR
        if why:
            quoted = {"text": one_line(text(cell))[:SHOWN], **_said(column)}
            refused.append(Refusal(layout.address(lines[0], column), why, quoted))
        if column not in PLACES:
            values[column] = value
    refused += _out_of_order(layout, lines[0], values)
    places = []
    for line in lines:
        given, wrong = coordinates.of_line(layout, line)
        places.append((*_places(layout, line), given))
        refused += wrong
    return Row(lines[0], values, tuple(places), tuple(refused))


def _said(column: Column) -> dict[str, str]:
    return {"column": HEADINGS[column].label, "longest": str(HEADINGS[column].longest)}


def _value(column: Column, cell: Cell) -> tuple[Value, str]:
    """Read a cell for its column; with it the sentence of a refusal, empty when there is none."""
    if column in DATES:
        try:
            return dates.read(cell, end=column is Column.DUE_ON), ""
        except dates.NotADate as wrong:
            return None, str(wrong)
    if column is Column.STATE:
        return _state(cell)
    written = _written(column, cell)
    if not written and column in REQUIRED:
        return written, refusals.NO_NUMBER if column is Column.NUMBER else refusals.MISSING
    too_long = column not in PLACES and len(written) > HEADINGS[column].longest
    return written, refusals.TOO_LONG if too_long else ""


def _written(column: Column, cell: Cell) -> str:
    if column is Column.NUMBER:
        return number(cell)
    return text(cell) if column in (Column.TARGET, *PLACES) else one_line(text(cell))


def _state(cell: Cell) -> tuple[ProjectState | None, str]:
    """Read a state by any of its words; an empty cell says nothing."""
    written = without_notes(compact(text(cell))).rstrip("。.;").lower()
    state = STATES.get(written)
    return state, refusals.UNKNOWN_STATE if written and state is None else ""


def _out_of_order(layout: Layout, line: int, values: Mapping[Column, Value]) -> list[Refusal]:
    start, due = values.get(Column.STARTS_ON), values.get(Column.DUE_ON)
    if not isinstance(start, date) or not isinstance(due, date) or start <= due:
        return []
    said = {"start": start.isoformat(), "due": due.isoformat()}
    return [Refusal(layout.address(line, Column.DUE_ON), refusals.DUE_BEFORE_START, said)]


def _places(layout: Layout, line: int) -> tuple[str | None, str | None]:
    sites, address = (
        None if (place := layout.columns.get(column)) is None else text(layout.sheet.filled_down(line, place))
        for column in (Column.SITES, Column.ADDRESS)
    )
    return sites, address


def _without_twins(layout: Layout, rows: list[Row]) -> Iterator[Row]:
    """Refuse rows whose number stands in another row too, naming that cell."""
    where: dict[str, list[int]] = {}
    for row in rows:
        where.setdefault(row.number, []).append(row.line)
    for row in rows:
        others = [line for line in where[row.number] if line != row.line]
        if not row.number or not others:
            yield row
            continue
        said = {"text": row.number, "other": layout.address(others[0], Column.NUMBER)}
        twin = Refusal(layout.address(row.line, Column.NUMBER), refusals.DUPLICATE, said)
        yield Row(row.line, row.values, row.places, (*row.refusals, twin))
