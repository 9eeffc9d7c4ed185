"""Find the row of headings on a sheet, and which column of the register each of them means."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from survey import problems
from survey.packages import letter
from survey.register.spreadsheet.cells import heading, one_line, text
from survey.register.spreadsheet.columns import HEADINGS, REQUIRED, Column
from survey.register.spreadsheet.sheets import Sheet

DEEPEST = 30
"""Headings stand among the first so many rows."""
MOST_COLUMNS = 100
FEWEST = 3
"""So many headings must be known before a row is taken for the headings."""

LOOKALIKE = re.compile(
    "配合|协办|协同|协助|参与|支持|监督|子|分项|上年|去年|往年|实际|原|联系|填报|施工|监理|设计|审核|制表|上级|下一"
)
"""Beginnings that make another thing of a known ending: 配合单位 is not the lead department."""

RANK = {
    synonym: (column, rank)
    for column, known in HEADINGS.items()
    for rank, synonym in enumerate(heading(synonym) for synonym in known.synonyms)
}


@dataclass(frozen=True)
class Layout:
    """Where the register stands on a sheet: its heading rows, and which sheet column holds which of its columns."""

    sheet: Sheet
    top: int
    bottom: int
    columns: Mapping[Column, int]

    @property
    def missing(self) -> list[Column]:
        """The columns that must be there and are not."""
        return [column for column in REQUIRED if column not in self.columns]

    def words(self) -> list[str]:
        """What the headings say, for showing; one for each column of the sheet."""
        return [" / ".join(_lines(self.sheet, self.top, self.bottom, place)) for place in range(self.sheet.width)]

    def with_columns(self, columns: Mapping[Column, int]) -> "Layout":
        """Take another mapping than the guessed one."""
        return replace(self, columns=columns)

    def address(self, row: int, column: Column) -> str:
        """Name the cell of a row and a column of the register; the row alone when the sheet lacks the column."""
        return self.sheet.address(row, self.columns.get(column, 0))


def find(sheets: list[Sheet]) -> Layout:
    """Choose the sheet that holds the register and guess its columns.

    Raises NoHeadings when no sheet has a row of known headings, TooManyColumns when it has more than a register can.
    """
    best = max((_of_sheet(sheet) for sheet in sheets), key=_weight)
    if not _weight(best)[1]:
        raise problems.NoHeadings()
    return best


def of_sheet(sheet: Sheet) -> Layout:
    """Guess the columns of one sheet; raises NoHeadings or TooManyColumns."""
    return find([sheet])


def _weight(layout: Layout) -> tuple[int, int, int]:
    """The more required headings, then known headings, then rows, the likelier."""
    known = len(layout.columns) if len(layout.columns) >= FEWEST else 0
    return len(REQUIRED) - len(layout.missing) if known else 0, known, len(layout.sheet.rows)


def _of_sheet(sheet: Sheet) -> Layout:
    """The best of all single rows and pairs of rows near the top; of equals the first, and one row before two."""
    found = max(_candidates(sheet), key=lambda layout: len(layout.columns), default=Layout(sheet, 0, 0, {}))
    if found.columns and sum(map(bool, found.words())) > MOST_COLUMNS:
        raise problems.TooManyColumns(most=MOST_COLUMNS)
    return found


def _candidates(sheet: Sheet) -> Iterator[Layout]:
    last = min(DEEPEST, len(sheet.rows))
    for depth in (1, 2):
        for top in range(last - depth + 1):
            yield Layout(sheet, top, top + depth - 1, guess(sheet, top, top + depth - 1))


def guess(sheet: Sheet, top: int, bottom: int) -> dict[Column, int]:
    """Match headings with columns: a whole synonym before an ending, an earlier synonym before a later one."""
    matches = []
    for place in range(sheet.width):
        lines = [heading(line) for line in _lines(sheet, top, bottom, place)]
        for words in (lines[-1:], ["".join(lines)], ["".join(reversed(lines))]):
            matches += [(*_match(word), place) for word in words if _match(word)[2]]
    columns: dict[Column, int] = {}
    for _kind, _rank, column, place in sorted(matches):
        if column and column not in columns and place not in columns.values():
            columns[column] = place
    return columns


def _match(words: str) -> tuple[int, int, Column | None]:
    """How well a heading is known (0 best), the rank of its synonym, and the column it means."""
    if words in RANK:
        column, rank = RANK[words]
        return 0, rank, column
    if not LOOKALIKE.match(words):
        for start in range(1, len(words) - 1):
            if words[start:] in RANK and not words.isascii():
                column, rank = RANK[words[start:]]
                return start, rank, column
    return 99, 0, None


def _lines(sheet: Sheet, top: int, bottom: int, place: int) -> list[str]:
    """The headings over a sheet column from above, each said once.

    In a text table a heading over several columns stands over the first of them only; it is carried on.
    """
    lines = [one_line(text(sheet.shown(row, place))) for row in range(top, bottom + 1)]
    if bottom > top and not lines[0] and lines[1] and not sheet.merges:
        lines[0] = next(filter(None, (text(sheet.cell(top, left)) for left in range(place - 1, -1, -1))), "")
    return list(dict.fromkeys(filter(None, lines))) or [""]


def letters(layout: Layout) -> list[str]:
    """The letter of each column of the sheet."""
    return [letter(place) for place in range(layout.sheet.width)]
