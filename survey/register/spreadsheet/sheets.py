"""A sheet as it was read: its cells from A1 on, which of them are merged, and which hold an error."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

from survey.packages import Spot, letter
from survey.register.spreadsheet.cells import ERRORS, Cell

Merge = tuple[Spot, Spot]
"""The upper left and the lower right cell of a merged range."""


@dataclass(frozen=True)
class Sheet:
    """One table of cells; `name` is empty for a file that has no sheets (CSV)."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merges: Sequence[Merge] = ()
    errors: frozenset[Spot] = field(default_factory=frozenset)

    @cached_property
    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    @cached_property
    def _corner(self) -> dict[Spot, Spot]:
        """The upper left cell, which holds the value, of every other cell in a merged range."""
        return {
            (row, column): merge[0]
            for merge in self.merges
            for row, column in product(*self._within(merge))
            if (row, column) != merge[0]
        }

    def _within(self, merge: Merge) -> tuple[range, range]:
        """The rows and the columns of a merged range that the table has."""
        (top, left), (bottom, right) = merge
        return range(top, min(bottom + 1, len(self.rows))), range(left, min(right + 1, self.width))

    def covered(self, merge: Merge) -> int:
        """How many cells of the table a merged range covers."""
        rows, columns = self._within(merge)
        return len(rows) * len(columns)

    def cell(self, row: int, column: int) -> Cell:
        """The cell as it is stored: empty inside a merged range."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def shown(self, row: int, column: int) -> Cell:
        """The cell as a reader sees it: a merged range shows its value everywhere."""
        return self.cell(*self._corner.get((row, column), (row, column)))

    def filled_down(self, row: int, column: int) -> Cell:
        """The cell, or the value that a range merged downwards gives it."""
        top, left = self._corner.get((row, column), (row, column))
        return self.cell(top, column) if left == column else self.cell(row, column)

    def goes_on(self, row: int, column: int) -> bool:
        """Whether the cell is merged with the one above it."""
        top, left = self._corner.get((row, column), (row, column))
        return top < row and left == column

    def fails(self, row: int, column: int) -> bool:
        """Whether the cell shows an error such as #REF!."""
        top, left = self._corner.get((row, column), (row, column))
        return bool({(row, column), (top, left)} & self.errors) or self.cell(row, column) in ERRORS

    def address(self, row: int, column: int) -> str:
        """Name a cell as the office finds it: 汇总表!K17."""
        where = f"{letter(column)}{row + 1}"
        return f"{self.name}!{where}" if self.name else where
