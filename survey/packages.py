"""A workbook is a zip package: look through it before anything reads it.

Finds what would hurt a reader (a package that swells, a cell so far out that the table would fill the memory, which
ends the whole process) and what the reader of lists leaves out (cells whose formula ended in an error, which it gives
back as empty). It also knows what columns are called.
"""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.parsers import expat

from survey import problems

MOST_BYTES = 64 * 1024 * 1024
MOST_CELLS = 4_000_000
PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,10})")
BROKEN = (
    zipfile.BadZipFile, zlib.error, ElementTree.ParseError, expat.ExpatError,
    KeyError, ValueError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the readers of zip and XML raise."""

Spot = tuple[int, int]
"""Row and column, counted from 0."""


class LongSheet(Exception):
    """A sheet has a filled cell below the last row that is taken."""

    def __init__(self, sheet: str) -> None:
        self.sheet = sheet
        super().__init__(sheet)


def look_through(content: bytes, most_rows: Mapping[str, int] = {}) -> dict[str, frozenset[Spot]]:
    """Check a workbook's package and return, for each sheet, the cells that show an error.

    `most_rows` is where sheets end, by their names in small letters: one that goes on is read no further.
    Raises TooLargeWorkbook, NotAWorkbook or LongSheet.
    """
    try:
        parts = _parts(content)
        linked = {name: path for name, path in _sheets(parts).items() if parts[path]}
        for name, path in linked.items():
            if most := most_rows.get(name.lower()):
                _Cells(parts[path], name, most)
        # Whatever holds cells is looked at, linked or not: a reader may find a part by another name than we do.
        failed = {path: _Cells(part).failed for path, part in parts.items() if b"sheetData" in part}
    except BROKEN as wrong:
        raise problems.NotAWorkbook() from wrong
    return {name: frozenset(failed.get(path, ())) for name, path in linked.items()}


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts by their paths; a path that stands there twice is refused, for readers differ in which they take."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        members = package.infolist()
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise problems.TooLargeWorkbook()
        if len({member.filename.lower() for member in members}) < len(members):
            raise problems.NotAWorkbook()
        # Reading a member to its end also proves the size that the directory claims.
        return {member.filename: package.read(member) for member in members}


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


class _Cells:
    """Reads one sheet: which cells show an error; refuses one whose furthest filled cells span too large a table.

    A cell without a place of its own stands behind the one before. Cells that are only coloured do not count.
    """

    def __init__(self, part: bytes, name: str = "", most_rows: int | None = None) -> None:
        self.name, self.most_rows = name, most_rows
        self.failed: set[Spot] = set()
        self.row, self.column = -1, -1
        self.bottom, self.right = 0, 0
        self.place: re.Match[str] | None = None
        self.attributes: Mapping[str, str] = {}
        reader = expat.ParserCreate()
        reader.StartElementHandler = self._begins
        reader.StartDoctypeDeclHandler = self._doctype
        reader.Parse(part, True)

    def _begins(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
                self.column = -1
            case "c":
                self.attributes = attributes
                self.place = PLACE.fullmatch(attributes.get("r", ""))
                self.column = _column(self.place[1]) if self.place else self.column + 1
            case "v" | "is":
                self._filled()

    def _filled(self) -> None:
        if self.place is None and "r" in self.attributes:
            raise problems.NotAWorkbook()
        row = int(self.place[2]) - 1 if self.place else self.row
        self.bottom, self.right = max(self.bottom, self.row, row), max(self.right, self.column)
        if self.most_rows is not None and self.bottom >= self.most_rows:
            raise LongSheet(self.name)
        if (self.bottom + 1) * (self.right + 1) > MOST_CELLS:
            raise problems.TooLargeWorkbook()
        if self.attributes.get("t") == "e":
            self.failed.add((row, self.column))

    def _doctype(self, *_declared: object) -> None:
        raise problems.NotAWorkbook()


def _column(letters: str) -> int:
    """The number of a column, from 0: AA is 26."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def letter(column: int) -> str:
    """Name a column as spreadsheets do: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
