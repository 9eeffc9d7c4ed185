"""A finding's timeline on paper: what is wrong, everything that happened, and the photos, before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line

LONG_EDGE = 640
"""Points of a printed photo: two fit beside each other on A4 at 170 dpi."""


@dataclass(frozen=True)
class Entry:
    """One act: the heading of the round that it begins, what was done, what was said, when, and its photos."""

    round: str
    done: str
    said: str
    under: str
    photos: Sequence[Path]


@dataclass(frozen=True)
class Timeline:
    """Everything that the page says, in the reader's words."""

    title: str
    under: str
    facts: Sequence[tuple[str, str]]
    text: str
    photos: Sequence[Path]
    heading: str
    entries: Sequence[Entry]


def pdf(timeline: Timeline, language: str, look: Look = PLAIN) -> bytes:
    """Set the pages of one finding; a photo whose file is gone is left out."""
    entries = [
        asdict(entry) | {"done": one_line(entry.done), "said": _lines(entry.said), "photos": _small(entry.photos)}
        for entry in timeline.entries
    ]
    told = {"text": _lines(timeline.text), "photos": _small(timeline.photos), "entries": entries}
    facts = [(label, one_line(words)) for label, words in timeline.facts]
    data = asdict(timeline) | told | {"facts": facts, "title": one_line(timeline.title), "language": language}
    return typesetting.pdf("timeline.typ", data, look)


def _lines(text: str) -> list[str]:
    return [one_line(line) for line in text.splitlines() if line.strip()]


def _small(paths: Iterable[Path]) -> list[list[int]]:
    """Each photo as the bytes of a small JPEG; typst has no other way to take what is no file of its own."""
    return [list(_shrunk(path)) for path in paths if path.exists()]


def _shrunk(path: Path) -> bytes:
    out = BytesIO()
    with Image.open(path, formats=("JPEG",)) as image:
        image.thumbnail((LONG_EDGE, LONG_EDGE))
        image.save(out, "JPEG", quality=75)
    return out.getvalue()
