"""A workbook is a zip package: look through it before anything reads it.

Finds what would hurt the reader (a package that swells, a cell so far out that the table would fill the memory) and
what the reader leaves out (cells whose formula ended in an error, which it gives back as empty).
"""

import io
import posixpath
import re
import zipfile
import zlib
from xml.etree import ElementTree

from survey import problems
from survey.register.spreadsheet.sheets import Spot

MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 4_000_000

CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>])>")
"""A cell that has content; cells that are only coloured close themselves."""
PLACE = re.compile(rb"""\br=["']([A-Z]{1,3})(\d{1,7})["']""")
FAILED = re.compile(rb"""\bt=["']e["']""")


def look_through(content: bytes) -> dict[str, frozenset[Spot]]:
    """Check a workbook's package and return, for each sheet, the cells that show an error.

    Raises TooLargeWorkbook or NotAWorkbook.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(member.file_size for member in package.infolist()) > MOST_BYTES:
                raise problems.TooLargeWorkbook()
            # Reading a member to its end also proves the size that the directory claims.
            parts = {member.filename: package.read(member) for member in package.infolist()}
        return {name: _errors(parts[path]) for name, path in _sheets(parts).items()}
    except (
        zipfile.BadZipFile, zlib.error, ElementTree.ParseError, KeyError, EOFError, NotImplementedError, RuntimeError,
    ) as wrong:  # fmt: skip
        raise problems.NotAWorkbook() from wrong


def _sheets(parts: dict[str, bytes]) -> dict[str, str]:
    """The name of every worksheet and the part that holds it."""
    book, links = (_xml(parts[path]) for path in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): posixpath.join("/xl", str(link.get("Target"))).lstrip("/") for link in links}
    found = {}
    for sheet in book.iterfind("{*}sheets/{*}sheet"):
        link = next(value for name, value in sheet.items() if name.endswith("}id"))
        found[sheet.get("name", "")] = targets[link]
    return {name: path for name, path in found.items() if "chartsheet" not in path}


def _xml(part: bytes) -> ElementTree.Element:
    if b"<!DOCTYPE" in part:  # no workbook has one; entities that swell need one
        raise problems.NotAWorkbook()
    return ElementTree.fromstring(part)


def _errors(sheet: bytes) -> frozenset[Spot]:
    """The cells of one sheet that show an error; refuses a sheet whose furthest cells span too large a table."""
    failed, bottom, right = set(), 0, 0
    for cell in CELL.finditer(sheet):
        if place := PLACE.search(cell[1]):
            row, column = int(place[2]) - 1, _column(place[1])
            bottom, right = max(bottom, row), max(right, column)
            if FAILED.search(cell[1]):
                failed.add((row, column))
    if (bottom + 1) * (right + 1) > MOST_CELLS:
        raise problems.TooLargeWorkbook()
    return frozenset(failed)


def _column(letters: bytes) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + letter - ord("A") + 1
    return column - 1
