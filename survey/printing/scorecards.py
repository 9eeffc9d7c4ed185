"""Scorecards on paper: two A4 pages a project, whose words come finished from whoever knows the reader's language."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look

SLIDE_DPI = 192.0
"""1,920 points across a slide of 10 inches."""


@dataclass(frozen=True)
class Figure:
    """One of the large numbers on top: its label, the number, its unit, and a line or two below."""

    label: str
    number: str
    unit: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Bar:
    """One bar of a distribution: words, 0–100 % of the width (None: hidden), and the figure at its end."""

    words: str
    percent: float | None
    figure: str


@dataclass(frozen=True)
class Bars:
    """A distribution with its heading."""

    heading: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class View:
    """A dot with its interval on the common axis of 0–100; `raw` is the plain mean where it differs."""

    words: str
    figure: str
    mean: float
    low: float | None
    high: float | None
    raw: float | None


@dataclass(frozen=True)
class Section:
    """A heading with paragraphs."""

    heading: str
    lines: Sequence[str]


@dataclass(frozen=True)
class Page:
    """A project's card, ready to be set: the first page has the figures, the second everything else."""

    number: str
    name: str
    under: str
    notice: str
    """What must be known before all else, such as that the project was cancelled; mostly empty."""
    figures: Sequence[Figure]
    verdict: str
    overall: Bars
    views_heading: str
    views: Sequence[View]
    district: float | None
    before: Sequence[Section]
    """What stands on the first page, below the figures."""
    sections: Sequence[Section]
    questions_heading: str
    questions: Sequence[Bars]
    foot: str


def pdf(pages: Sequence[Page], title: str, language: str, look: Look = PLAIN) -> bytes:
    """Set the cards as one PDF; each begins on a page of its own."""
    return typesetting.pdf("scorecard.typ", _data(pages, title, language) | {"layout": "paper"}, look)


def slide(page: Page, language: str, look: Look = PLAIN) -> bytes:
    """Draw a card's figures and charts as one wide picture (PNG), for a presentation."""
    return typesetting.png("scorecard.typ", _data([page], page.name, language) | {"layout": "slide"}, SLIDE_DPI, look)


def _data(pages: Sequence[Page], title: str, language: str) -> dict[str, object]:
    return {"title": title, "language": language, "cards": [asdict(page) for page in pages]}
