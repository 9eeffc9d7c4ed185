"""A department's proposals as a workbook: each row is checked as if it had been typed into the form."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from survey import problems
from survey.register.spreadsheet import cells, coordinates, dates, headings, passing, workbook
from survey.register.spreadsheet.columns import DATES, HEADINGS, Column
from survey.register.spreadsheet.headings import Layout
from survey.register.tables import Department, Proposal
from survey.web.inputs_plan import ProposalInput

FIELDS = {
    Column.NAME: "name",
    Column.CATEGORY: "category",
    Column.BENEFICIARY_GROUP: "beneficiary_group",
    Column.ORIGIN: "origin",
    Column.TARGET: "target",
    Column.OWNER: "owner",
    Column.STARTS_ON: "starts_on",
    Column.DUE_ON: "due_on",
    Column.SITES: "site",
    Column.ADDRESS: "address",
    Column.POSITION: "coordinates",
}
SEVERAL_LINES = (Column.TARGET, Column.SITES, Column.ADDRESS, Column.POSITION)
NEEDED = (Column.NAME, Column.CATEGORY, Column.TARGET, Column.DUE_ON, Column.SITES)
MOST_ROWS = 200


@dataclass(frozen=True)
class Line:
    """One row: what it proposes, what is wrong with its cells, and whether we proposed it before."""

    typed: ProposalInput
    wrong: tuple[tuple[str, str], ...]
    """(cell, sentence) of each cell that cannot be taken."""
    is_known: bool


def read(session: Session, content: bytes, department: str) -> list[Line]:
    """Read a workbook of proposals. Raises what reading a register raises, MissingColumns, NoProjects and LongList."""
    layout = headings.find(workbook.sheets_of(content))
    if missing := [column for column in NEEDED if column not in layout.columns]:
        raise problems.MissingColumns(columns=", ".join(gettext(HEADINGS[column].label) for column in missing))
    known = set(session.scalars(select(Proposal.name).join(Department).where(Department.name == department)))
    lines = list(_lines(layout, known))
    if not lines:
        raise problems.NoProjects()
    if len(lines) > MOST_ROWS:
        raise problems.LongList(rows=len(lines), most=MOST_ROWS)
    return lines


def _lines(layout: Layout, known: set[str]) -> Iterator[Line]:
    for row in range(layout.bottom + 1, len(layout.sheet.rows)):
        if passing.passed_over(layout, row) is None:
            line = _line(layout, row, known)
            known.add(str(line.typed.name.data))
            yield line


def _line(layout: Layout, row: int, known: set[str]) -> Line:
    told = {FIELDS[column]: _told(layout, row, column) for column in layout.columns if column in FIELDS}
    where_it_is, datum = coordinates.joined(layout, row)
    if where_it_is:
        told |= {"coordinates": where_it_is, "datum": datum or ""}
    typed = ProposalInput(formdata=MultiDict(told))
    typed.validate()
    where = {field: layout.address(row, column) for column, field in FIELDS.items()}
    where["coordinates"] = where["datum"] = coordinates.address(layout, row)
    wrong = tuple((where[field.name], str(field.errors[0])) for field in typed if field.errors)
    return Line(typed, wrong, typed.name.data in known)


def _told(layout: Layout, row: int, column: Column) -> str:
    """A cell as somebody would have typed it; a date in any of the ways that a register may write it."""
    cell = layout.sheet.filled_down(row, layout.columns[column])
    if column in DATES:
        try:
            day = dates.read(cell, end=column is Column.DUE_ON)
        except dates.NotADate:
            return cells.text(cell)
        return day.isoformat() if day else ""
    return cells.text(cell) if column in SEVERAL_LINES else cells.one_line(cells.text(cell))
