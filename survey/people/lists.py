"""What lists of people have in common: the row of headings, cells as text, and refusals that name a cell."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Rows = Sequence[Sequence[object]]
LOOKED_AT = 15
"""Headings are looked for in this many rows; titles and notes stand above them."""


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


def text(cell: object) -> str:
    """A cell as text: full-width signs made plain, 7.0 as 7, one space where there were many."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(unicodedata.normalize("NFKC", "" if cell is None else str(cell)).split())


def letter(column: int) -> str:
    """The letter of a column counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
