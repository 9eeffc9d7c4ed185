"""One posted value read as a question's type asks: in one spelling, within bounds, without signs that harm."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from survey.problems import N_, FieldProblem
from survey.questionnaires.model import Question

LONGEST_TEXT = 2000
"""Characters of one answer."""
LONGEST_POSTED = 10 * LONGEST_TEXT
"""Characters that are looked at; composing accents can only make a text shorter, but not that much."""

WHOLE = re.compile(r"[+-]?\d{1,15}", re.ASCII)
FIGURE = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
DATE = re.compile(r"[1-9]\d{3}-\d\d-\d\d", re.ASCII)
TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::[0-5]\d(?:\.\d+)?)?", re.ASCII)
AROUND_FIGURES = re.compile(r"[\s,;°NEne北纬东经度、]+")
FIGURES_OF_PLACE = re.compile(
    r"(-?\d{1,2}(?:\.\d{1,15})?) (-?\d{1,3}(?:\.\d{1,15})?)(?: -?\d+(?:\.\d+)?){0,2}", re.ASCII
)
"""Latitude, longitude, and what XLSForm has behind them: altitude and accuracy, which are not kept."""
PHOTO = re.compile("[0-9a-f]{64}")
UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""Control signs, marks that turn the direction of writing, and halves of characters."""


class WrongValue(ValueError):
    """What is wrong with one answer."""

    def __init__(self, sentence: str, own_words: Mapping[str, str] | None = None, **values: object) -> None:
        self.of_field = FieldProblem(sentence, values, own_words or {})
        super().__init__(sentence)


def shortened(text: str) -> str:
    """The beginning of something unknown, fit to be shown in a sentence."""
    return UNSEEN.sub("", text[:40])


def text(question: Question, posted: str) -> str | None:
    """A text in NFC without control signs; line breaks stay where the question has several lines."""
    if len(posted) > LONGEST_POSTED:
        raise WrongValue(N_("This is too long. Please keep it under {most} characters."), most=LONGEST_TEXT)
    lines = re.sub("\r\n?|\u2028|\u2029", "\n", posted)
    if question.appearance != "multiline":
        lines = lines.replace("\n", " ")
    plain = unicodedata.normalize("NFC", UNSEEN.sub("", lines.replace("\t", " "))).strip()
    if len(plain) > LONGEST_TEXT:
        raise WrongValue(N_("This is too long. Please keep it under {most} characters."), most=LONGEST_TEXT)
    return plain or None


def integer(_question: Question, posted: str) -> int:
    plain = _plain(posted)
    if not WHOLE.fullmatch(plain):
        raise WrongValue(N_("Please write a whole number in digits."))
    return int(plain)


def decimal(_question: Question, posted: str) -> float:
    return float(_figure(posted)) or 0.0


def of_range(question: Question, posted: str) -> int | float:
    """A mark between start and end, in steps; a whole number where all marks are whole."""
    value = _figure(posted)
    start, end, step = (Decimal(question.parameters[name]) for name in ("start", "end", "step"))
    if not start <= value <= end:
        raise WrongValue(N_("Please give a number from {start} to {end}."), start=str(start), end=str(end))
    if (value - start) % step != 0:
        raise WrongValue(N_("Please give a number in steps of {step}."), step=str(step))
    is_whole = all(bound == bound.to_integral_value() for bound in (start, step))
    return int(value) if is_whole else float(value)


def option(question: Question, posted: str) -> str:
    for choice in question.choices:
        if choice.name == posted:
            return posted
    raise WrongValue(N_("Please choose one of the answers shown."))


def options(question: Question, posted: Sequence[str]) -> list[str]:
    """The chosen options, each once, in the order of the list."""
    chosen = {option(question, one) for one in posted}
    return [choice.name for choice in question.choices if choice.name in chosen]


def order(question: Question, posted: Sequence[str]) -> list[str]:
    """All options, the first one first."""
    named = [option(question, one) for one in posted]
    if len(set(named)) != len(named) or len(named) != len(question.choices):
        raise WrongValue(N_("Please give every line another number, from 1 to {most}."), most=len(question.choices))
    return named


def day(_question: Question, posted: str) -> str:
    """A day as `2026-11-24`."""
    plain = _plain(posted)
    try:
        if DATE.fullmatch(plain):
            return date.fromisoformat(plain).isoformat()
    except ValueError:
        pass
    raise WrongValue(N_("Please give a day as year-month-day, like 2026-11-24."))


def clock(_question: Question, posted: str) -> str:
    """A time of day as `08:30`; seconds are left out."""
    if not (found := TIME.fullmatch(_plain(posted))):
        raise WrongValue(N_("Please give a time as hours:minutes, like 08:30."))
    return f"{int(found[1]):02}:{found[2]}"


def place(_question: Question, posted: str) -> str:
    """Latitude and longitude as `30.5728 104.0668`: four decimals are about ten metres, and no more is kept."""
    figures = FIGURES_OF_PLACE.fullmatch(AROUND_FIGURES.sub(" ", _plain(posted)).strip())
    if figures and abs(north := float(figures[1])) <= 90 and abs(east := float(figures[2])) <= 180:
        return f"{round(north, 4) or 0.0:.4f} {round(east, 4) or 0.0:.4f}"
    raise WrongValue(N_("Please give latitude and longitude, like 30.5728, 104.0668."))


def photo(_question: Question, posted: str) -> str:
    """The SHA-256 of a photo that follows."""
    if not PHOTO.fullmatch(posted):
        raise WrongValue(N_("Please take the photo again or leave it out."))
    return posted


def acknowledgement(_question: Question, posted: str) -> str:
    """XLSForm stores OK."""
    if posted != "OK":
        raise WrongValue(N_("Please tick the box."))
    return posted


def _plain(posted: str) -> str:
    """Digits as typed with any keyboard, in their plain form."""
    return unicodedata.normalize("NFKC", posted[:100]).strip()


def _figure(posted: str) -> Decimal:
    plain = _plain(posted)
    if not FIGURE.fullmatch(plain) or sum(map(str.isdigit, plain)) > 15:
        raise WrongValue(N_("Please write a number in digits."))
    return Decimal(plain)
