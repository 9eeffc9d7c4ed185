"""The table of answers as a file: .csv with the mark by which Excel knows UTF-8, .xlsx with its codebook, .json, .sav.

Files are written row by row to disk, so that a hundred thousand submissions take no more memory than a thousand.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from survey.collect.answer_sav import write_sav
from survey.collect.answer_table import HEADINGS, Codes, Value, codebook

Rows = Iterable[list[Value]]
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(file: IO[bytes], codes: Codes, rows: Rows) -> None:
    """Write a comma-separated table; what a spreadsheet would take for a formula gets an apostrophe."""
    _csv(file, [*codes.about, *(column.name for column in codes.columns)], rows)


def write_codebook(file: IO[bytes], codes: Codes) -> None:
    """Write what the columns and their values mean, as a comma-separated table."""
    _csv(file, HEADINGS, codebook(codes))


def _csv(file: IO[bytes], headings: Iterable[str], rows: Rows) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    text.detach()


def _harmless(cell: Value) -> Value:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def write_json(file: IO[bytes], codes: Codes, rows: Rows) -> None:
    """Write a list of objects, one a submission, by the names of the columns; what was not answered is left out."""
    names = [*codes.about, *(column.name for column in codes.columns)]
    file.write(b"[")
    for number, row in enumerate(rows):
        told = {name: cell for name, cell in zip(names, row, strict=True) if cell is not None}
        file.write((",\n" if number else "\n").encode() + json.dumps(told, ensure_ascii=False).encode())
    file.write(b"\n]\n")


def write_xlsx(file: IO[bytes], codes: Codes, rows: Rows) -> None:
    """Write a workbook: the answers under the columns' names and labels, and the codebook on a second sheet."""
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E4EFEE"})
        _sheet(book.add_worksheet("answers"), bold, [*codes.about, *(column.name for column in codes.columns)], rows)
        _sheet(book.add_worksheet("codebook"), bold, HEADINGS, codebook(codes))


def _sheet(sheet: Worksheet, bold: Format, headings: Iterable[str], rows: Rows) -> None:
    sheet.freeze_panes(1, 0)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write_number(number, place, cell)


WRITERS: dict[str, Callable[[IO[bytes], Codes, Rows], None]] = {
    "csv": write_csv,
    "json": write_json,
    "xlsx": write_xlsx,
    "sav": write_sav,
}
"""How each kind of file is written, by its ending."""
