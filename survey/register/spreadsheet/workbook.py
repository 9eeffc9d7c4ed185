"""Open an uploaded file, whatever its ending says: a workbook (.xlsx) or a table as text (.csv)."""

import io

import python_calamine

from survey import packages, problems
from survey.packages import Spot
from survey.register.spreadsheet import delimited
from survey.register.spreadsheet.sheets import Sheet

OLD_FORMAT = bytes.fromhex("D0CF11E0A1B11AE1")
"""How .xls files begin, and also .xlsx files that are locked with a password."""
LOCKED = "EncryptedPackage".encode("utf-16-le")


def sheets_of(content: bytes) -> list[Sheet]:
    """Read the sheets of a file that can be seen, in their order; a text table is one sheet without a name.

    Raises EmptyWorkbook, OldWorkbook, LockedWorkbook, TooLargeWorkbook or NotAWorkbook.
    """
    if not content.strip():
        raise problems.EmptyWorkbook()
    if content.startswith(OLD_FORMAT):
        raise problems.LockedWorkbook() if LOCKED in content else problems.OldWorkbook()
    sheets = _workbook(content) if content.startswith(b"PK") else [delimited.read(content)]
    if not any(sheet.rows for sheet in sheets):
        raise problems.EmptyWorkbook()
    return sheets


def _workbook(content: bytes) -> list[Sheet]:
    errors = packages.look_through(content)
    try:
        with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            return [
                _sheet(book.get_sheet_by_name(sheet.name), errors.get(sheet.name, frozenset()))
                for sheet in book.sheets_metadata
                if sheet.visible == python_calamine.SheetVisibleEnum.Visible
                and sheet.typ == python_calamine.SheetTypeEnum.WorkSheet
            ]
    except (python_calamine.CalamineError, ValueError) as wrong:
        raise problems.NotAWorkbook() from wrong


def _sheet(read: python_calamine.CalamineSheet, errors: frozenset[Spot]) -> Sheet:
    sheet = Sheet(read.name, read.to_python(skip_empty_area=False), read.merged_cell_ranges or (), errors)
    if sum(sheet.covered(merge) for merge in sheet.merges) > packages.MOST_CELLS:  # Excel lets no two overlap
        raise problems.TooLargeWorkbook()
    return sheet
