"""Write the register as a workbook that can be edited and imported back; unedited it changes nothing."""

import io
from datetime import date

import xlsxwriter
from sqlalchemy.orm import Session

from survey.register import positions
from survey.register.spreadsheet import stored
from survey.register.spreadsheet.columns import DATES, DEGREES, HEADINGS, STATE_WORDS, Column, Value
from survey.register.spreadsheet.places import NOWHERE, Place
from survey.register.spreadsheet.stored import Stored
from survey.register.tables import ProjectState

SHEET = "项目清单"
WIDTHS = {
    Column.NAME: 32,
    Column.TARGET: 44,
    Column.SITES: 32,
    Column.ADDRESS: 32,
    Column.POSITION: 24,
    Column.DEPARTMENT: 24,
}
WIDTH = 14
WRITTEN = tuple(column for column in Column if column not in DEGREES)
SYSTEM = {Column.POSITION: "（WGS-84）"}
FORMULA_SIGNS = ("=", "+", "-", "@")
LOOK = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D9D5CB"}


def workbook(session: Session) -> bytes:
    """Make the .xlsx of the whole register, one row a project, several sites in one cell by line breaks."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(SHEET)
        heading = book.add_format({**LOOK, "bold": True, "bg_color": "#E4EFEE"})
        plain = book.add_format({**LOOK, "num_format": "@"})
        # Marked as text for good: Excel would take it for a formula as soon as somebody edits the cell.
        quoted = book.add_format({**LOOK, "num_format": "@", "quote_prefix": True})
        for place, column in enumerate(WRITTEN):
            sheet.set_column(place, place, WIDTHS.get(column, WIDTH))
            sheet.write_string(0, place, HEADINGS[column].synonyms[0] + SYSTEM.get(column, ""), heading)
        sheet.freeze_panes(1, 2)
        for line, project in enumerate(stored.register(session).values(), start=1):
            for place, column in enumerate(WRITTEN):
                written = cell(project, column)
                sheet.write_string(line, place, written, quoted if written.startswith(FORMULA_SIGNS) else plain)
    return content.getvalue()


def cell(project: Stored, column: Column) -> str:
    """What the workbook says about one column of a project."""
    if column is Column.SITES:
        return "\n".join(place.name for place in project.places)
    if column is Column.ADDRESS:
        return _addresses(project.places)
    if column is Column.POSITION:
        return _positions(project.places)
    return _plain(column, project.values[column])


def _plain(column: Column, value: Value) -> str:
    if column in DATES:
        return value.isoformat() if isinstance(value, date) else ""
    return STATE_WORDS[value] if isinstance(value, ProjectState) else str(value)


def _positions(places: tuple[Place, ...]) -> str:
    """One pair of coordinates for each site; nothing where no site has any."""
    if not any(place.at for place in places):
        return ""
    return "\n".join(positions.show(place.at) if place.at else NOWHERE[0] for place in places)


def _addresses(places: tuple[Place, ...]) -> str:
    """One address when all sites share it, else one line for each site."""
    addresses = [place.address for place in places]
    return addresses[0] if len(set(addresses)) == 1 else "\n".join(address or NOWHERE[0] for address in addresses)
