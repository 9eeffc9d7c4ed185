"""The marks of a filled scoring sheet."""

from collections.abc import Mapping
from typing import Any

from survey.questionnaires.model import Questionnaire

ENOUGH = 2 / 3
"""The share of the weight that must have marks; below it a sheet has no score (scorecard.md §2, edges)."""


def score_of(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> float | None:
    """Score 0–100: Σ w·(marks / full marks) / Σ w · 100 over the items that apply and were marked.

    "Not applicable" takes an item and its weight out; None when less than two thirds of the rest have marks.
    """
    applicable = [q for q in questionnaire.questions if q.score and answers.get(q.name) != "na"]
    marked = [(q.score, float(answers[q.name])) for q in applicable if q.score and q.name in answers]
    weight = sum(score.weight for score, _ in marked)
    if weight <= 0 or weight < ENOUGH * sum(q.score.weight for q in applicable if q.score):
        return None
    return round(sum(score.weight * marks / score.max for score, marks in marked) / weight * 100, 6)
