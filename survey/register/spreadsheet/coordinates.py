"""Coordinates in a cell: the system stands in the heading or in the cell, never in anybody's guess."""

from survey.register import positions
from survey.register.positions import Given
from survey.register.spreadsheet import places, refusals
from survey.register.spreadsheet.cells import one_line, text
from survey.register.spreadsheet.columns import Column
from survey.register.spreadsheet.headings import Layout
from survey.register.spreadsheet.refusals import Refusal

SHOWN = 40


def of_line(layout: Layout, line: int) -> tuple[tuple[Given | None, ...] | None, list[Refusal]]:
    """The coordinates on a line, one for each site or one for all, and what is wrong with them.

    None where the sheet has no column of them; an empty cell gives none.
    """
    if (place := layout.columns.get(Column.POSITION)) is None:
        return None, []
    heading, address = layout.words()[place], layout.address(line, Column.POSITION)
    given: list[Given | None] = []
    for piece in places.positions(text(layout.sheet.filled_down(line, place))):
        if piece in places.NOWHERE:
            given.append(None)
            continue
        datum = positions.datum_of(piece) or positions.datum_of(heading)
        if datum is None:
            return (), [Refusal(address, refusals.NO_DATUM)]
        if (read := positions.read(piece, datum)) is None:
            return (), [Refusal(address, refusals.UNREADABLE_POSITION, {"text": one_line(piece)[:SHOWN]})]
        given.append(read)
    return tuple(given), []
