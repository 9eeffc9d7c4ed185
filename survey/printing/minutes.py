"""The minutes of a dispatch meeting on paper, with a table of what is to be done by whom until when."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from survey.printing import typesetting
from survey.printing.look import PLAIN, Look
from survey.printing.typesetting import one_line


@dataclass(frozen=True)
class Given:
    """One line of the table."""

    task: str
    about: str
    whom: str
    until: str
    state: str


@dataclass(frozen=True)
class Minutes:
    """Everything that the paper says, in the reader's words."""

    title: str
    unit: str
    facts: Sequence[tuple[str, str]]
    minutes: tuple[str, str]
    heading: str
    headings: Sequence[str]
    given: Sequence[Given]
    noted: str


def pdf(minutes: Minutes, look: Look = PLAIN) -> bytes:
    """Set the minutes on A4; facts that nobody wrote down are left out."""
    heading, said = minutes.minutes
    return typesetting.pdf(
        "minutes.typ",
        {
            "title": one_line(minutes.title),
            "unit": one_line(minutes.unit),
            "facts": [(label, _lines(words)) for label, words in minutes.facts if words.strip()],
            "minutes": {"heading": heading, "lines": _lines(said)},
            "heading": minutes.heading,
            "headings": list(minutes.headings),
            "given": [{name: one_line(words) for name, words in asdict(each).items()} for each in minutes.given],
            "noted": one_line(minutes.noted),
        },
        look,
    )


def _lines(text: str) -> list[str]:
    return [line for line in map(one_line, text.splitlines()) if line]
