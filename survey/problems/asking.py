"""Refusals about questionnaires: answers that break a rule, forms that cannot be published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from survey.problems.base import N_, Problem


class NotAsked(Problem):
    code = "not_asked"
    sentence = N_(
        "The question {question} does not belong to this questionnaire. Please reload the page and answer again."
    )


class DraftChanged(Problem):
    code = "draft_changed"
    sentence = N_("Somebody changed this draft meanwhile. Please go back, reload the page and do it again.")


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one answer: a sentence to translate and fill, or the questionnaire's own words by language.

    The first of `own_words` is what to say in a language that has none.
    """

    sentence: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    own_words: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return next(iter(self.own_words.values()), "") or self.sentence.format(**self.values)


class WrongAnswers(Problem):
    """Answers that break the questionnaire's rules; `fields` says of each question what is wrong."""

    code = "wrong_answers"
    sentence = N_("Some answers need another look. Nothing you typed is lost.")

    def __init__(self, fields: Mapping[str, FieldProblem]) -> None:
        self.fields = fields
        super().__init__()


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell of a questionnaire's file, and what to do; row 0 is the whole sheet or file."""

    sheet: str
    row: int
    column: str
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Where it is: `survey, row 5, relevant`."""
        parts = (self.sheet, f"row {self.row}" if self.row else "", self.column)
        return ", ".join(part for part in parts if part)

    def __str__(self) -> str:
        words = self.sentence.format(**self.values)
        return f"{self.place}: {words}" if self.place else words


class WrongForm(Problem):
    """A questionnaire's file that was not taken; `faults` names every cell that has to change."""

    code = "wrong_form"
    sentence = N_("The questionnaire {name} was not taken. Please correct the cells that are named and try again.")

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        self.faults = faults
        super().__init__(name=name)


class UnknownQuestionnaire(Problem):
    code = "unknown_questionnaire"
    sentence = N_("This questionnaire is not known here. Please scan the code again.")
