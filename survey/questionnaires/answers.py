"""Cleaning what was posted: only what was asked, each answer within its question's rules."""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey import problems
from survey.problems import N_
from survey.questionnaires.evaluate import holds
from survey.questionnaires.model import Question, Questionnaire

LONGEST = 2000
NEEDED = N_("Please answer this question.")
CHOOSE = N_("Please choose one of the answers shown.")
NUMBER = N_("Please type a number within the range shown.")
SHORTER = N_("Please shorten this to 2,000 characters.")
RULE = N_("This answer does not fit the rule of the question.")


class _Wrong(Exception):
    """One answer breaks a rule; carries the English sentence."""


def clean(questionnaire: Questionnaire, fields: Mapping[str, Sequence[str]], language: str = "zh") -> dict[str, Any]:
    """Give the answers that count, in the order of asking; `fields` are posted values by question.

    Answers to questions whose condition is false are dropped, whatever was sent. Raises NotAsked for a question that
    is not in the questionnaire, and WrongAnswers with a sentence for every answer that breaks a rule.
    """
    unknown = set(fields) - {question.name for question in questionnaire.questions}
    if unknown:
        raise problems.NotAsked(question=min(unknown)[:40])
    answers: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for section in questionnaire.sections:
        for question in section.questions:
            if not (holds(section.relevant, answers) and holds(question.relevant, answers)):
                continue
            try:
                answer = _answer(question, [value for value in fields.get(question.name, ()) if value.strip()])
                if answer is not None and not holds(question.constraint, answers, answer):
                    raise _Wrong(questionnaire.say(question.constraint_message, language) or RULE)
            except _Wrong as error:
                said = questionnaire.say(question.required_message, language) if str(error) == NEEDED else ""
                wrong[question.name] = said or str(error)
                continue
            if answer is not None:
                answers[question.name] = answer
    if wrong:
        raise problems.WrongAnswers(wrong)
    return answers


def _answer(question: Question, values: list[str]) -> Any:
    if not values:
        if question.required and question.type != "note":
            raise _Wrong(NEEDED)
        return None
    return READERS[question.type](question, values)


def _one(question: Question, values: list[str]) -> str:
    if len(values) != 1 or values[0] not in {choice.name for choice in question.choices}:
        raise _Wrong(CHOOSE)
    return values[0]


def _several(question: Question, values: list[str]) -> list[str]:
    known = [choice.name for choice in question.choices]
    if not set(values) <= set(known):
        raise _Wrong(CHOOSE)
    return [name for name in known if name in values]


def _text(_question: Question, values: list[str]) -> str:
    plain = unicodedata.normalize("NFC", values[0].replace("\r\n", "\n"))
    plain = "".join(c for c in plain if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs")).strip()
    if len(plain) > LONGEST:
        raise _Wrong(SHORTER)
    return plain


def _number(question: Question, values: list[str]) -> float | str:
    if values == ["na"] and question.score is not None and question.score.na:
        return "na"
    try:
        plain = unicodedata.normalize("NFKC", values[0]).strip()
        number = float(plain) if len(values) == 1 and len(plain) <= 15 else float("nan")
    except ValueError:
        raise _Wrong(NUMBER) from None
    low, high = float(question.parameters.get("start", "-1e15")), float(question.parameters.get("end", "1e15"))
    whole = question.type != "decimal"
    if not low <= number <= high or (whole and number != int(number)):
        raise _Wrong(NUMBER)
    return int(number) if whole else number


def _agreed(_question: Question, values: list[str]) -> str:
    if values != ["OK"]:
        raise _Wrong(CHOOSE)
    return "OK"


def _nothing(_question: Question, _values: list[str]) -> None:
    return None


READERS: dict[str, Callable[[Question, list[str]], Any]] = {
    "select_one": _one,
    "select_multiple": _several,
    "text": _text,
    "date": _text,
    "integer": _number,
    "decimal": _number,
    "range": _number,
    "acknowledge": _agreed,
    "note": _nothing,
}
