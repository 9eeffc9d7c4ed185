"""The minute of a draw on A4: what was fixed before, what was drawn, and how anybody draws it again."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line

Row = tuple[str, ...]


@dataclass(frozen=True)
class List:
    """A numbered table with its heading; nothing is printed of one without rows."""

    heading: str
    columns: Row
    rows: Sequence[Row]


@dataclass(frozen=True)
class Minute:
    """Everything that the minute says, in the reader's words; `checked` is what drawing it again has shown."""

    title: str
    unit: str
    code: str
    warning: str
    facts: Sequence[tuple[str, str]]
    checked: str
    drawn: Sequence[List]
    signed: Sequence[str]
    candidates: Sequence[List]
    how: str


def pdf(minute: Minute, language: str, look: Look = PLAIN) -> bytes:
    """Set the minute and, on pages of their own, the candidates; facts that nobody wrote down are left out."""
    data = asdict(minute) | {"language": language}
    data["facts"] = [(label, one_line(words)) for label, words in minute.facts if words.strip()]
    for name, lists in (("drawn", minute.drawn), ("candidates", minute.candidates)):
        data[name] = [
            asdict(each) | {"rows": [[one_line(cell) for cell in row] for row in each.rows]}
            for each in lists
            if each.rows
        ]
    return typesetting.pdf("draw.typ", data, look)
