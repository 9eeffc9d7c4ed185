"""What a filled questionnaire is worth, from 0 to 100."""

from collections.abc import Mapping
from typing import Any

from survey.questionnaires.answers import NOT_APPLICABLE, asked, known_of
from survey.questionnaires.model import Question, Questionnaire


def score_of(questionnaire: Questionnaire, answers: Mapping[str, Any], at: str = "") -> float | None:
    """Give the score of clean answers:

        100 · Σ weight · (marks / full marks) / Σ weight       over the items that were answered

    An item answered "not applicable" (or with an option without points) leaves the sheet, and the weights of the
    others count for more. None when less than 2/3 of the weight that applies was answered, or nothing applies.
    `at` is the moment of answering, for conditions that ask for it.
    """
    applicable = answered = gained = 0.0
    for question in asked(questionnaire, known_of(questionnaire, answers, at)):
        if (score := question.score) is None:
            continue
        answer = answers.get(question.name)
        marks = _marks(question, answer)
        if answer is not None and marks is None:
            continue
        applicable += score.weight
        if marks is not None:
            answered += score.weight
            gained += score.weight * marks / score.max
    if not answered or 3 * answered < 2 * applicable:
        return None
    return min(100.0, 100 * gained / answered)


def _marks(question: Question, answer: Any) -> float | None:
    """The marks that an answer gives; None when it gives none, neither good nor bad."""
    if answer is None or (answer == NOT_APPLICABLE and not question.choices):
        return None
    if question.choices:
        return next((choice.points for choice in question.choices if choice.name == answer), None)
    return float(answer)
