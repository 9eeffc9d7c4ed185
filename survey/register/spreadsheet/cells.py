"""What stands in a cell, and how its text is cleaned."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | float | int | bool | datetime | date | time | timedelta | None

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
"""Signs that nobody sees and that databases or XML refuse; the joiner inside emoji is not among them."""
DASHES = re.compile("[‐‑‒–—―−﹣－]")
BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
WRAPPED = re.compile(rf"(?<={WIDE})[^\S\n]*\n\s*(?={WIDE})")
BLANKS = re.compile(r"\s+")
ERRORS = frozenset(("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"))


def text(cell: Cell) -> str:
    """Write a cell as a person reads it, without signs that nobody sees; lines inside stay apart."""
    if isinstance(cell, str):
        lines = INVISIBLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
        return "\n".join(line.strip() for line in lines).strip()
    if isinstance(cell, bool) or cell is None:
        return "" if cell is None else str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell)


def one_line(written: str) -> str:
    """Join lines that were broken to fit the cell, without a blank where Chinese meets; runs of blanks are one."""
    return BLANKS.sub(" ", WRAPPED.sub("", written)).strip()


def compact(written: str) -> str:
    """Fold full-width signs into plain ones and drop all blanks, for comparing."""
    return unicodedata.normalize("NFKC", "".join(unicodedata.normalize("NFKC", written).split()))


def number(cell: Cell) -> str:
    """Read a project's number: 1.0 is 1, full-width digits and every kind of dash are plain ones."""
    return DASHES.sub("-", compact(text(cell)))


def heading(cell: Cell) -> str:
    """Read a heading for comparing: no blanks, no notes in brackets, no marks, small letters."""
    return re.sub(r"[*:：_\-·,.、/]", "", without_notes(compact(text(cell)))).lower()


def without_notes(written: str) -> str:
    """Drop what stands in brackets, unless that is all there is."""
    return BRACKETED.sub("", written) or written
