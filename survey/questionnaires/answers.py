"""From what a form posts to clean answers: only what was asked, within the questionnaire's rules, in one spelling.

The same content always cleans to the same values, so that a second arrival can be recognised by its hash.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from survey import problems
from survey.problems import N_, FieldProblem
from survey.questionnaires import values
from survey.questionnaires.evaluate import holds
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.values import WrongValue

Fields = Mapping[str, Sequence[str]]
Answers = dict[str, Any]

NOT_APPLICABLE = "na"
"""The answer "not applicable" to a question whose score offers it."""

PLEASE_ANSWER = N_("Please answer this question.")
NOT_ALLOWED = N_("This answer does not fit. Please check it.")
ONLY_ONE = N_("Please give only one answer here.")

READERS: dict[str, Callable[[Question, str], Any]] = {
    "text": values.text,
    "integer": values.integer,
    "decimal": values.decimal,
    "range": values.of_range,
    "select_one": values.option,
    "date": values.day,
    "acknowledge": values.acknowledgement,
}


def clean(questionnaire: Questionnaire, fields: Fields) -> Answers:
    """Clean the posted fields (question name to posted values) into answers, in the order of asking.

    Answers to questions that were not asked, because their condition is false, are dropped. A text stays a `str`, a
    number `int` or `float`, a select_multiple a list in the order of its options, "not applicable" is `"na"`.
    Raises NotAsked for a name that is no question, and WrongAnswers with everything that is wrong.
    """
    known = {question.name for question in questionnaire.questions if question.type != "note"}
    for name in fields:
        if name not in known:
            raise problems.NotAsked(question=values.shortened(name))
    answers: Answers = {}
    wrong: dict[str, FieldProblem] = {}
    for question in asked(questionnaire, answers):
        try:
            answer = _answer(questionnaire, question, fields.get(question.name, ()), answers)
        except WrongValue as problem:
            wrong[question.name] = problem.of_field
            continue
        if answer is not None:
            answers[question.name] = answer
    if wrong:
        raise problems.WrongAnswers(wrong)
    return answers


def asked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Iterator[Question]:
    """The questions that the answers before them leave to be asked, looking at `answers` as it grows."""
    for section in questionnaire.sections:
        if not holds(section.relevant, answers):
            continue
        for question in section.questions:
            if holds(question.relevant, answers):
                yield question


def _answer(questionnaire: Questionnaire, question: Question, posted: Sequence[str], answers: Answers) -> Any:
    """The clean answer to one question, or None; raises WrongValue."""
    if question.type == "note":
        return None
    given = list(dict.fromkeys(value for value in posted if value.strip()))
    answer = read(question, given) if given else None
    if answer is None:
        if question.required:
            raise WrongValue(PLEASE_ANSWER, own_words=_own_words(questionnaire, question.required_message))
        return None
    if answer != NOT_APPLICABLE and not holds(question.constraint, answers, answer):
        raise WrongValue(NOT_ALLOWED, own_words=_own_words(questionnaire, question.constraint_message))
    return answer


def read(question: Question, given: Sequence[str]) -> Any:
    """Read what was posted as the answer to one question, without its constraint; raises WrongValue."""
    if question.type == "select_multiple":
        return values.options(question, given)
    if len(given) > 1:
        raise WrongValue(ONLY_ONE)
    if question.score is not None and question.score.na and given[0] == NOT_APPLICABLE:
        return NOT_APPLICABLE
    return READERS[question.type](question, given[0])


def _own_words(questionnaire: Questionnaire, words: Mapping[str, str]) -> Mapping[str, str]:
    """The questionnaire's own message, its default language first."""
    return dict(sorted(words.items(), key=lambda item: item[0] != questionnaire.default_language))
