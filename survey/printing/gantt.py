"""The timeline of projects on A4 lying down: bars on one axis of time, milestones as marks that differ in shape."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line


@dataclass(frozen=True)
class Mark:
    """A milestone; `at` is its place on the axis, 0–100, `state` one of done, open, late."""

    at: float
    state: str


@dataclass(frozen=True)
class Bar:
    """A project; `reach` is where its bar begins and ends, None when nobody set a day."""

    name: str
    under: str
    light: str
    reach: tuple[float, float] | None
    marks: Sequence[Mark]


@dataclass(frozen=True)
class Paper:
    """Everything that the pages say, in the reader's words."""

    title: str
    unit: str
    heading: str
    ticks: Sequence[tuple[float, str]]
    today: tuple[float, str]
    bars: Sequence[Bar]
    legend: Sequence[tuple[str, str]]


def pdf(paper: Paper, look: Look = PLAIN) -> bytes:
    """Set the timeline; the axis stands on every page."""
    bars = [asdict(bar) | {"name": one_line(bar.name), "under": one_line(bar.under)} for bar in paper.bars]
    return typesetting.pdf("gantt.typ", asdict(paper) | {"title": one_line(paper.title), "bars": bars}, look)
