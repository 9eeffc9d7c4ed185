"""A questionnaire as everything after its parsing sees it: frozen, plain values, the same as JSON.

A text shown to people is a mapping of language code to sentence, `{"zh": "总体满意吗", "en": "…"}`; `say` picks one.
An expression is the JSON tree that questionnaires.expressions compiles; None means "always" or "no rule".
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from survey.questionnaires.emphasis import plain
from survey.questionnaires.evaluate import text

Texts = Mapping[str, str]
Expression = Any
MENTIONED = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}", re.ASCII)
"""An earlier answer in a text."""


@dataclass(frozen=True)
class Choice:
    """One option of a select question; `points` (0–100) is what choosing it is worth, None leaves it out of means."""

    name: str
    label: Texts
    points: float | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    """What further columns say about it, for choice filters."""
    image: str = ""
    """The name under which its picture is kept; the name changes with the picture."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Pictures for the readers of one language, by its code."""

    @property
    def pictures(self) -> tuple[str, ...]:
        """The kept names of all its pictures."""
        return tuple(name for name in (self.image, *self.images.values()) if name)


@dataclass(frozen=True)
class Score:
    """How a question takes part in scoring: full marks, relative weight, and whether "not applicable" is offered."""

    max: float
    weight: float
    na: bool = False


@dataclass(frozen=True)
class Question:
    """One question; `type` is an XLSForm type without its list name (`select_one`, `text`, `range`, `note` …)."""

    name: str
    type: str
    label: Texts
    hint: Texts = field(default_factory=dict)
    required: bool = False
    required_message: Texts = field(default_factory=dict)
    relevant: Expression = None
    constraint: Expression = None
    constraint_message: Texts = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    appearance: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    score: Score | None = None
    opens_finding: Expression = None
    default: str = ""
    """What stands there at first, written as an answer would be typed."""
    read_only: bool = False
    """Its default is its answer; nobody can change it."""
    calculation: Expression = None
    choice_filter: Expression = None
    """The condition that an option has to fit; its columns are references that begin with `#`."""

    @property
    def is_posted(self) -> bool:
        """Whether people answer it; what is worked out or fixed is no form's to say."""
        return self.type not in UNANSWERED and not self.read_only

    def fields(self, block: str = "") -> list[str]:
        """The fields in which it is answered: one, and of a ranking also one an option for its place.

        `block` is what is added to its name in one block of a repeat, as `.2`.
        """
        name = self.name + block
        return [name, *(f"{name}:{choice.name}" for choice in self.choices)] if self.type == "rank" else [name]


@dataclass(frozen=True)
class Section:
    """A group of questions under one heading, shown when its condition holds; without a group it has no name."""

    name: str
    label: Texts
    questions: tuple[Question, ...]
    relevant: Expression = None
    repeats: bool = False
    """Whether it is answered several times, in up to MOST_BLOCKS blocks, which are stored as a list under its name."""


@dataclass(frozen=True)
class Questionnaire:
    """Everything one version asks; `languages` in the order of the file, `default_language` among them."""

    name: str
    title: Texts
    audience: str
    category: str
    languages: tuple[str, ...]
    default_language: str
    sections: tuple[Section, ...]
    beneficiary_group: str = ""

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of asking."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def repeats(self) -> Mapping[str, str]:
        """The repeat that each of its questions stands in, by the question's name."""
        return {q.name: section.name for section in self.sections if section.repeats for q in section.questions}

    @cached_property
    def fields(self) -> frozenset[str]:
        """Every field that its form may post."""
        return frozenset(
            field
            for section in self.sections
            for question in section.questions
            if question.is_posted
            for block in (BLOCKS if section.repeats else ("",))
            for field in question.fields(block)
        )

    @cached_property
    def worked_out(self) -> frozenset[str]:
        """The names of the questions whose answer is worked out and not posted."""
        return frozenset(question.name for question in self.questions if not question.is_posted)

    @property
    def categories(self) -> tuple[str, ...]:
        """The project categories it is for; none means every category without a questionnaire of its own."""
        return split_names(self.category)

    def say(self, texts: Texts, language: str) -> str:
        """Pick the text in a language, else in the questionnaire's own, else whatever there is.

        It comes without marks of emphasis. An answer that it mentions, `${name}`, is not known here and stands as
        three dots.
        """
        return plain(MENTIONED.sub("…", self.pick(texts, language)))

    def called(self, question: Question, language: str) -> str:
        """What a question is called for people: its label, else its name."""
        return self.say(question.label, language) or question.name

    def words_of(self, question: Question, answer: Any, language: str) -> str:
        """An answer for people: options by their labels."""
        labels = {choice.name: self.say(choice.label, language) for choice in question.choices}
        given = answer if isinstance(answer, list) else [answer]
        return ", ".join(labels.get(one) or text(one) for one in given)

    def picture_of(self, choice: Choice, language: str) -> str:
        """The picture for a reader: in the language, else the one for all, else that of the questionnaire's own."""
        return choice.images.get(language) or choice.image or choice.images.get(self.default_language, "")

    def pick(self, texts: Texts, language: str) -> str:
        """The same text with its marks, and with `${name}` where it mentions an answer."""
        return texts.get(language) or texts.get(self.default_language) or next(iter(texts.values()), "")


UNANSWERED = ("note", "calculate")
"""Types that nobody answers."""
MOST_BLOCKS = 10
"""Blocks of a repeat that are taken."""
BLOCKS = [f".{number}" for number in range(1, MOST_BLOCKS + 1)]
"""What is added to a question's name in each block."""
LATER: Mapping[str, Any] = {
    "default": "",
    "read_only": False,
    "calculation": None,
    "choice_filter": None,
    "repeats": False,
    "attributes": {},
    "image": "",
    "images": {},
}
"""Fields that came after the first versions were published, with the value that is left out of documents: what asks the
same as before keeps its hash."""


def split_names(joined: str) -> tuple[str, ...]:
    """Read several categories or groups written in one cell: `教育、托育与儿童`, also with ； or ;."""
    return tuple(name.strip() for name in re.split("[、;；]", joined) if name.strip())


def to_document(questionnaire: Questionnaire) -> dict[str, Any]:
    """Turn a questionnaire into plain JSON values."""
    return asdict(questionnaire, dict_factory=_said)


def _said(fields: list[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if name not in LATER or value != LATER[name]}


def from_document(document: Mapping[str, Any]) -> Questionnaire:
    """Read back what `to_document` wrote."""
    sections = tuple(_section(section) for section in document["sections"])
    return Questionnaire(**{**document, "languages": tuple(document["languages"]), "sections": sections})


def _section(document: Mapping[str, Any]) -> Section:
    return Section(**{**document, "questions": tuple(_question(question) for question in document["questions"])})


def _question(document: Mapping[str, Any]) -> Question:
    choices = tuple(Choice(**choice) for choice in document["choices"])
    score = Score(**document["score"]) if document["score"] else None
    return Question(**{**document, "choices": choices, "score": score})
