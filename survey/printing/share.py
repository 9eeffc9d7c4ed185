"""The picture of one project that a messenger shows beside a shared link to it."""

from dataclasses import asdict, dataclass
from functools import lru_cache

from survey.printing import typesetting

DPI = 72
"""One point is one pixel: 1200 × 630, the size that messengers cut least from."""
REMEMBERED = 128
"""Pictures that a process keeps; a link that is passed around is asked for by every messenger."""


@dataclass(frozen=True)
class Told:
    """The words of a picture, in one language."""

    district: str
    name: str
    promise: str
    state: str
    under: str
    language: str


@lru_cache(REMEMBERED)
def png(told: Told) -> bytes:
    """Draw it."""
    lines: dict[str, object] = {name: typesetting.one_line(words) for name, words in asdict(told).items()}
    return typesetting.png("share.typ", lines, DPI)
