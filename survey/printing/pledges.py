"""The pledge of a project on one page of A4: facts, milestones, what is pledged, and lines to sign."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line


@dataclass(frozen=True)
class Pledge:
    """Everything that the page says, in the reader's words; a sign is (who signs as what, the name if known)."""

    title: str
    unit: str
    facts: Sequence[tuple[str, str]]
    headings: tuple[str, str]
    steps: Sequence[tuple[str, str]]
    words: str
    signs: Sequence[tuple[str, str]]
    day: str
    printed: str


def pdf(pledge: Pledge, look: Look = PLAIN) -> bytes:
    """Set the pledge; facts that nobody wrote down are left out."""
    facts = [(label, one_line(words)) for label, words in pledge.facts if words.strip()]
    steps = [(one_line(name), due) for name, due in pledge.steps]
    signs = [(label, one_line(name)) for label, name in pledge.signs]
    return typesetting.pdf("pledge.typ", asdict(pledge) | {"facts": facts, "steps": steps, "signs": signs}, look)
