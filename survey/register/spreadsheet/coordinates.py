"""Coordinates in a cell, or in two: the system stands in the heading or in the cell, never in anybody's guess."""

from survey.register import positions
from survey.register.positions import Given
from survey.register.spreadsheet import places, refusals
from survey.register.spreadsheet.cells import one_line, text
from survey.register.spreadsheet.columns import DEGREES, Column
from survey.register.spreadsheet.headings import Layout
from survey.register.spreadsheet.refusals import Refusal
from survey.register.tables import Datum

SHOWN = 40
Read = tuple[tuple[Given | None, ...] | None, list[Refusal]]


def of_line(layout: Layout, line: int) -> Read:
    """The coordinates on a line, one for each site or one for all, and what is wrong with them.

    None where the sheet has no column of them; an empty cell gives none. A column of pairs goes before two of degrees.
    """
    if not (stand := _columns(layout)):
        return None, []
    written = [places.positions(_written(layout, line, column)) for column in stand]
    is_half = stand[0] in DEGREES and len(stand) == 1
    if is_half and not any(written):
        return None, []
    if is_half or len({len(pieces) for pieces in written}) > 1:
        fewest = min(zip(written, stand, strict=True), key=lambda cell: len(cell[0]))[1]
        return (), [Refusal(layout.address(line, fewest), refusals.HALF_POSITION)]
    given: list[Given | None] = []
    for site in zip(*written, strict=True):
        if all(piece in places.NOWHERE for piece in site):
            given.append(None)
            continue
        read = _read(layout, line, dict(zip(stand, site, strict=True)))
        if isinstance(read, Refusal):
            return (), [read]
        given.append(read)
    return tuple(given), []


def address(layout: Layout, line: int) -> str:
    """The cell to name where a line has too many of them or too few."""
    return layout.address(line, next(iter(_columns(layout)), Column.POSITION))


def joined(layout: Layout, line: int) -> tuple[str, Datum | None]:
    """The cell of pairs as it would be had the sheet one, a line for each site, and the system that is named."""
    stand = _columns(layout)
    written = [places.positions(_written(layout, line, column)) for column in stand]
    if len(stand) == 1 or len({len(pieces) for pieces in written}) > 1:
        lines = [_written(layout, line, column) for column in stand]
    else:
        lines = [", ".join(pair) for pair in zip(*written, strict=True)]
    return "\n".join(lines), _datum(layout, stand, lines)


def _columns(layout: Layout) -> tuple[Column, ...]:
    """Where coordinates stand: one column of pairs, two of degrees, half of them, or none."""
    if Column.POSITION in layout.columns:
        return (Column.POSITION,)
    return tuple(column for column in DEGREES if column in layout.columns)


def _written(layout: Layout, line: int, column: Column) -> str:
    return text(layout.sheet.filled_down(line, layout.columns[column]))


def _read(layout: Layout, line: int, site: dict[Column, str]) -> Given | Refusal:
    """One site's coordinates, from one cell or from the two of its degrees."""
    for column in DEGREES:
        if column in site and not positions.is_degrees(site[column]):
            return _refusal(layout, line, column, site[column], refusals.UNREADABLE_DEGREES)
    column, written = next(iter(site)), ",".join(site.values())
    if (datum := _datum(layout, tuple(site), list(site.values()))) is None:
        return Refusal(layout.address(line, column), refusals.NO_DATUM)
    if (read := positions.read(written, datum)) is None:
        return _refusal(layout, line, column, written, refusals.UNREADABLE_POSITION)
    return read


def _refusal(layout: Layout, line: int, column: Column, written: str, sentence: str) -> Refusal:
    return Refusal(layout.address(line, column), sentence, {"text": one_line(written)[:SHOWN]})


def _datum(layout: Layout, columns: tuple[Column, ...], cells: list[str]) -> Datum | None:
    """The one system that cells or, where they do not, headings name; two of them are none."""
    words = layout.words()
    for texts in (cells, [words[layout.columns[column]] for column in columns]):
        if named := {datum for each in texts if (datum := positions.datum_of(each))}:
            return named.pop() if len(named) == 1 else None
    return None
