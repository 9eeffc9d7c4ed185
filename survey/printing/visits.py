"""Paper of a visit: the panel's programme, the ballot with its count, and the notice of the result."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.printing import qr, typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line

CODE_MM = 20
"""The edge of a stop's code in millimetres, to be scanned from the sheet in the hand."""


@dataclass(frozen=True)
class Stop:
    """One stop of the route; `link` is what its code holds, empty where the site has no code."""

    project: str
    number: str
    site: str
    department: str
    link: str


@dataclass(frozen=True)
class Programme:
    """Everything that the programme says, in the reader's words."""

    title: str
    unit: str
    warning: str
    facts: Sequence[tuple[str, str]]
    route: str
    stops: Sequence[Stop]
    panel: str
    members: Sequence[str]
    notes: str


@dataclass(frozen=True)
class Paper:
    """A ballot on paper: slips to be cut, then the sheet on which they are counted; counts are empty until they are."""

    title: str
    about: str
    how: str
    marks: Sequence[str]
    slips: int
    count_title: str
    headings: tuple[str, str]
    counts: Sequence[str]
    facts: Sequence[tuple[str, str]]
    rule: str
    signed: Sequence[str]


@dataclass(frozen=True)
class Notice:
    """The result of a ballot, as it is posted."""

    title: str
    unit: str
    about: str
    headings: tuple[str, str]
    counts: Sequence[tuple[str, str]]
    result: str
    rule: str
    day: str


def programme(told: Programme, language: str, look: Look = PLAIN) -> bytes:
    """Set the programme on A4."""
    stops = [
        {name: one_line(words) for name, words in asdict(stop).items()}
        | {"code": qr.svg(stop.link) if stop.link else ""}
        for stop in told.stops
    ]
    data = asdict(told) | {"stops": stops, "language": language, "code_mm": CODE_MM}
    data["facts"] = [(label, _lines(words)) for label, words in told.facts if words.strip()]
    return typesetting.pdf("programme.typ", data, look)


def paper(told: Paper, language: str, look: Look = PLAIN) -> bytes:
    """Set the slips, four to a page, and the sheet of the count."""
    return typesetting.pdf("ballot.typ", asdict(told) | {"language": language}, look)


def notice(told: Notice, language: str, look: Look = PLAIN) -> bytes:
    """Set the notice of the result on one page of A4."""
    return typesetting.pdf("ballot_notice.typ", asdict(told) | {"language": language}, look)


def _lines(text: str) -> list[str]:
    return [line for line in map(one_line, text.splitlines()) if line]
