"""A table as text: CSV in UTF-8, UTF-16 or GB18030, parted by commas, tabs or semicolons."""

import codecs
import csv
import io
import re
from statistics import mode

from survey import problems
from survey.register.spreadsheet.sheets import Sheet

DELIMITERS = ",\t;"
LOOKED_AT = 50
"""How many rows decide on the delimiter."""
MOST_ROWS = 100_000
BINARY = re.compile("[\x00-\x08\x0e-\x1f]")


def read(content: bytes) -> Sheet:
    """Read a text table; raises NotAWorkbook for what is none."""
    written = _decoded(content)
    if BINARY.search(written) or written.lstrip()[:1] == "<":
        raise problems.NotAWorkbook()
    try:
        delimiter = max(DELIMITERS, key=lambda sign: _width(written, sign))
        rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter))
    except csv.Error as wrong:
        raise problems.NotAWorkbook() from wrong
    if len(rows) > MOST_ROWS:
        raise problems.TooLargeWorkbook()
    return Sheet("", rows)


def _decoded(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise problems.NotAWorkbook()


def _width(written: str, delimiter: str) -> int:
    """How many cells most rows have when parted by this sign."""
    rows = csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)
    widths = [len(row) for row, _ in zip(rows, range(LOOKED_AT), strict=False) if any(row)]
    return mode(widths) if widths else 0
