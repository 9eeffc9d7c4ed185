"""What changed between two versions of a questionnaire, and whether answers to both can be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum

from survey.problems import N_
from survey.questionnaires.model import Question, Questionnaire, Texts


class Comparable(IntEnum):
    """How far answers to both versions mean the same; the larger, the less."""

    FULLY = 0
    WITH_CARE = 1
    NOT = 2


@dataclass(frozen=True)
class Change:
    """One thing that is different, as a sentence to translate and its values."""

    comparable: Comparable
    sentence: str
    values: Mapping[str, object]


@dataclass(frozen=True)
class Difference:
    """A question that is not the same in both versions; `label` is its newest wording."""

    question: str
    label: Texts
    changes: tuple[Change, ...]

    @property
    def comparable(self) -> Comparable:
        return max(change.comparable for change in self.changes)


ADDED = N_("New: there are no earlier answers.")
REMOVED = N_("Asked no more; earlier answers stay.")
TYPE = N_("It was {older} and is {newer}: another scale.")
RANGE = N_("The range of marks is another one: {older} before, {newer} now.")
GONE = N_("Options that can be chosen no more: {options}.")
CALCULATION = N_("It is worked out in another way.")
DEFAULT = N_("Something else stands there at first.")
FILTER = N_("Other options are shown after the same answers.")
NEW = N_("New options: {options}.")
POINTS = N_("Options are worth other points: {options}.")
REWORDED = N_("The question is worded differently. Before: {older}")
OPTION_REWORDED = N_("Options are worded differently: {options}.")
ASKED = N_("It is asked under another condition.")
REQUIRED = N_("Whether it must be answered has changed.")
WEIGHT = N_("It counts with another weight in the score.")
LOOK = N_("Translations, hints, messages, checks or looks have changed.")


def between(older: Questionnaire, newer: Questionnaire) -> list[Difference]:
    """Every question that differs, in the order of the newer version, those that are gone last."""
    before, now = _asked(older), _asked(newer)
    found = [
        Difference(name, question.label, tuple(_changes(before.get(name), question, newer.default_language)))
        for name, question in now.items()
    ]
    gone = (Change(Comparable.NOT, REMOVED, {}),)
    found += [Difference(name, question.label, gone) for name, question in before.items() if name not in now]
    return [difference for difference in found if difference.changes]


def _asked(questionnaire: Questionnaire) -> dict[str, Question]:
    """The questions by name, each with the condition of its section in its own."""
    return {
        question.name: _under(section.relevant, question)
        for section in questionnaire.sections
        for question in section.questions
    }


def _under(condition: object, question: Question) -> Question:
    return replace(question, relevant=[condition, question.relevant])


def _changes(older: Question | None, newer: Question, language: str) -> Iterator[Change]:
    if older is None:
        yield Change(Comparable.NOT, ADDED, {})
        return
    told = list(_scale(older, newer)) + list(_words(older, newer, language)) + list(_asking(older, newer))
    yield from told
    if not told and older != newer:
        yield Change(Comparable.FULLY, LOOK, {})


def _scale(older: Question, newer: Question) -> Iterator[Change]:
    """What makes another scale of it."""
    if older.type != newer.type:
        yield Change(Comparable.NOT, TYPE, {"older": older.type, "newer": newer.type})
        return
    if older.parameters != newer.parameters:
        yield Change(Comparable.NOT, RANGE, {"older": _marks(older), "newer": _marks(newer)})
    if older.calculation != newer.calculation:
        yield Change(Comparable.NOT, CALCULATION, {})
    points = {choice.name: choice.points for choice in older.choices}
    names = {choice.name for choice in newer.choices}
    if gone := [name for name in points if name not in names]:
        yield Change(Comparable.NOT, GONE, {"options": ", ".join(gone)})
    if new := [choice.name for choice in newer.choices if choice.name not in points]:
        yield Change(Comparable.WITH_CARE, NEW, {"options": ", ".join(new)})
    if worth := [c.name for c in newer.choices if c.name in points and c.points != points[c.name]]:
        yield Change(Comparable.NOT, POINTS, {"options": ", ".join(worth)})


def _marks(question: Question) -> str:
    return f"{question.parameters.get('start')}–{question.parameters.get('end')}"


def _words(older: Question, newer: Question, language: str) -> Iterator[Change]:
    if (said := older.label.get(language, "")) != newer.label.get(language, ""):
        yield Change(Comparable.WITH_CARE, REWORDED, {"older": said})
    labels = {choice.name: choice.label.get(language) for choice in older.choices}
    if reworded := [c.name for c in newer.choices if c.name in labels and c.label.get(language) != labels[c.name]]:
        yield Change(Comparable.WITH_CARE, OPTION_REWORDED, {"options": ", ".join(reworded)})


def _columns(question: Question) -> dict[str, Mapping[str, str]]:
    return {choice.name: choice.attributes for choice in question.choices}


def _asking(older: Question, newer: Question) -> Iterator[Change]:
    if older.relevant != newer.relevant:
        yield Change(Comparable.WITH_CARE, ASKED, {})
    if (older.default, older.read_only) != (newer.default, newer.read_only):
        yield Change(Comparable.WITH_CARE, DEFAULT, {})
    if (older.choice_filter, _columns(older)) != (newer.choice_filter, _columns(newer)):
        yield Change(Comparable.WITH_CARE, FILTER, {})
    if older.required != newer.required:
        yield Change(Comparable.WITH_CARE, REQUIRED, {})
    if older.score != newer.score:
        yield Change(Comparable.FULLY, WEIGHT, {})
