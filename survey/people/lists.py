"""What lists have in common: the row of headings, the rows below it as text, and refusals that name a cell."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey import problems
from survey.packages import letter

Rows = Sequence[Sequence[object]]
LOOKED_AT = 15
"""Headings are looked for in this many rows; titles and notes stand above them."""
NOTE = re.compile("(合计|总计|共计|小计|备注|注[::]|说明)")
"""How a row begins that is a total or a note; texts have plain colons here."""


@dataclass(frozen=True)
class Refusal:
    """A cell that cannot be taken, and why: a sentence whose braces `values` fill."""

    cell: str
    sentence: str
    values: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.sentence.format(**dict(self.values))


def headings(
    rows: Rows, known: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> tuple[int, dict[str, int]] | None:
    """The row of headings, counted from 0, and the column of each thing; None where the needed ones are not there."""
    for place, row in enumerate(rows[:LOOKED_AT]):
        written = [text(cell).replace(" ", "").casefold() for cell in row]
        found = {
            name: written.index(heading)
            for name, words in known.items()
            if (heading := next((h for h in words if h in written), None)) is not None
        }
        if all(name in found for name in needed):
            return place, found
    return None


@dataclass(frozen=True)
class Row:
    """One row of a list, by the names of its columns."""

    raw: dict[str, object]
    told: dict[str, str]
    """Its cells as text."""
    cells: dict[str, str]
    """Where they stand, such as B7."""
    first: str
    """The text of the first cell that is not empty, in whatever column; empty in an empty row."""

    @property
    def is_note(self) -> bool:
        """Whether it reads like a total or a note below the list."""
        return NOTE.match(self.first) is not None


def below(rows: Rows, head: int, columns: Mapping[str, int], *, most: int) -> list[Row]:
    """The rows below the headings that are not empty; raises LongList where there are more than `most`."""
    found = []
    for place, row in enumerate(rows[head + 1 :], start=head + 2):
        if first := next((words for cell in row if (words := text(cell))), ""):
            raw = {name: row[at] if at < len(row) else None for name, at in columns.items()}
            told = {name: text(cell) for name, cell in raw.items()}
            found.append(Row(raw, told, {name: f"{letter(at)}{place}" for name, at in columns.items()}, first))
    if len(found) > most:
        raise problems.LongList(rows=len(found), most=most)
    return found


def text(cell: object) -> str:
    """A cell as text: full-width signs made plain, 7.0 as 7, one space where there were many."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())
