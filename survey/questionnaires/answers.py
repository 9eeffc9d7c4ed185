"""From what a form posts to clean answers: only what was asked, within the questionnaire's rules, in one spelling.

The same content always cleans to the same values, so that a second arrival can be recognised by its hash.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from survey import problems
from survey.problems import N_, FieldProblem
from survey.questionnaires import values
from survey.questionnaires.evaluate import evaluate, holds, text
from survey.questionnaires.kinds import LISTS
from survey.questionnaires.model import BLOCKS, Question, Questionnaire, Section
from survey.questionnaires.values import WrongValue

Fields = Mapping[str, Sequence[str]]
Answers = dict[str, Any]

NOT_APPLICABLE = "na"
"""The answer "not applicable" to a question whose score offers it."""

PLEASE_ANSWER = N_("Please answer this question.")
NOT_FITTING = N_("This does not go with the answers before it. Please choose another.")
NOT_ALLOWED = N_("This answer does not fit. Please check it.")
ONLY_ONE = N_("Please give only one answer here.")

READERS: dict[str, Callable[[Question, str], Any]] = {
    "text": values.text,
    "integer": values.integer,
    "decimal": values.decimal,
    "range": values.of_range,
    "select_one": values.option,
    "date": values.day,
    "time": values.clock,
    "geopoint": values.place,
    "image": values.photo,
    "acknowledge": values.acknowledgement,
}
MOMENTS: Mapping[str, Mapping[str, slice]] = {
    "date": {"today()": slice(10), "now()": slice(10)},
    "time": {"now()": slice(11, 16)},
}
"""Defaults that are the moment of asking: the part of `2026-11-28T09:30:00` that a question of each type takes."""


def clean(questionnaire: Questionnaire, fields: Fields, at: str = "") -> Answers:
    """Clean the posted fields (question name to posted values) into answers, in the order of asking.

    Answers to questions that were not asked, because their condition is false, are dropped. A text stays a `str`, a
    number `int` or `float`, a select_multiple a list in the order of its options, "not applicable" is `"na"`.
    Calculations are worked out here and what is read-only is its default, whatever was posted; `at` is the moment of
    answering as `2026-11-28T09:30:00`.
    Raises NotAsked for a name that is no question, and WrongAnswers with everything that is wrong.
    """
    for name in fields:
        if name not in questionnaire.fields:
            raise problems.NotAsked(question=values.shortened(name))
    answers, wrong = _walk(questionnaire, fields, at)
    if wrong:
        raise problems.WrongAnswers(wrong)
    return answers


def so_far(questionnaire: Questionnaire, fields: Fields, at: str) -> Answers:
    """What is answered so far, for showing it; what is wrong counts as not answered."""
    return _walk(questionnaire, fields, at)[0]


def _walk(questionnaire: Questionnaire, fields: Fields, at: str) -> tuple[Answers, dict[str, FieldProblem]]:
    """The answers, and what is wrong, by question."""
    answers: Answers = {}
    wrong: dict[str, FieldProblem] = {}
    known: Answers = known_of(questionnaire, {}, at)
    for section in questionnaire.sections:
        if not holds(section.relevant, known):
            continue
        if not section.repeats:
            given = _given(questionnaire, section, fields, known, wrong)
        elif blocks := _blocks(questionnaire, section, fields, known, wrong):
            given = {section.name: blocks}
            known |= lists(section, blocks)
        else:
            given = {}
        answers |= given
    return answers, wrong


def _given(
    questionnaire: Questionnaire,
    section: Section,
    fields: Fields,
    known: Answers,
    wrong: dict[str, FieldProblem],
    block: str = "",
) -> Answers:
    """The answers of a section, or of one block of a repeat; what it gives is known to what comes after."""
    given: Answers = {}
    for question in section.questions:
        if not holds(question.relevant, known):
            continue
        try:
            answer = _answer(questionnaire, question, posted_to(question, fields, block), known)
        except WrongValue as problem:
            wrong[question.name + block] = problem.of_field
            continue
        if answer is not None:
            given[question.name] = known[question.name] = answer
    return given


def _blocks(
    questionnaire: Questionnaire, section: Section, fields: Fields, known: Answers, wrong: dict[str, FieldProblem]
) -> list[Answers]:
    """The blocks of a repeat in which anything was answered; one that was left empty is none."""
    found: list[Answers] = []
    for block in BLOCKS:
        names = [question.name + block for question in section.questions]
        if any(value.strip() for name in names for value in fields.get(name, ())):
            inside = {name: value for name, value in known.items() if name not in questionnaire.repeats}
            inside[".."] = len(found) + 1
            found.append(_given(questionnaire, section, fields, inside, wrong, block))
    return [block for block in found if block]


def lists(section: Section, blocks: Sequence[Answers]) -> Answers:
    """What expressions outside a repeat know of it: every question's answers in all blocks, and the blocks' numbers."""
    of_questions = {q.name: [block[q.name] for block in blocks if q.name in block] for q in section.questions}
    return {**of_questions, section.name: list(range(1, len(blocks) + 1))}


def known_of(questionnaire: Questionnaire, answers: Mapping[str, Any], at: str = "") -> Answers:
    """What expressions know of stored answers."""
    known = situation(at) | dict(answers)
    for section in questionnaire.sections:
        if section.repeats:
            known |= lists(section, known.get(section.name, ()))
    return known


def situation(at: str) -> Answers:
    """What expressions may know beside the answers; `at` is a moment as `2026-11-28T09:30:00`, or empty."""
    return {"today()": at[:10], "now()": at}


def asked(questionnaire: Questionnaire, answers: Mapping[str, Any]) -> Iterator[Question]:
    """The questions that the answers so far leave to be asked, looking at `answers` as it grows; a repeat once."""
    for section in questionnaire.sections:
        if not holds(section.relevant, answers):
            continue
        for question in section.questions:
            if holds(question.relevant, answers):
                yield question


def posted_to(question: Question, fields: Fields, block: str = "") -> Sequence[str]:
    """What was posted to a question; of a ranking the options in the order of their places."""
    name, *of_places = question.fields(block)
    places = {name: (fields.get(name) or [""])[0].strip() for name in of_places}
    if not any(places.values()):
        return fields.get(name, ())
    wanted = [str(place) for place in range(1, len(places) + 1)]
    if sorted(places.values()) != sorted(wanted):
        return [question.choices[0].name]  # one option is no order
    return [name.partition(":")[2] for name in sorted(places, key=lambda name: int(places[name]))]


def fitting(question: Question, known: Mapping[str, Any]) -> list[str]:
    """The options that fit what is answered so far."""
    if question.choice_filter is None:
        return [choice.name for choice in question.choices]
    return [
        choice.name
        for choice in question.choices
        if holds(question.choice_filter, {**known, **columns_of(choice.name, choice.attributes)})
    ]


def columns_of(name: str, attributes: Mapping[str, str]) -> dict[str, str]:
    """What a choice filter knows about an option."""
    return {"#name": name, **{f"#{column}": value for column, value in attributes.items()}}


def _answer(questionnaire: Questionnaire, question: Question, posted: Sequence[str], answers: Answers) -> Any:
    """The clean answer to one question, or None; raises WrongValue."""
    if not question.is_posted:
        return worked_out(question, answers)
    given = list(dict.fromkeys(value for value in posted if value.strip()))
    answer = read(question, given) if given else None
    if answer is None:
        if question.required and (not question.choices or fitting(question, answers)):
            raise WrongValue(PLEASE_ANSWER, own_words=_own_words(questionnaire, question.required_message))
        return None
    chosen = set(answer if isinstance(answer, list) else [answer])
    if question.choice_filter is not None and not chosen <= set(fitting(question, answers)):
        raise WrongValue(NOT_FITTING)
    if answer != NOT_APPLICABLE and not holds(question.constraint, answers, answer):
        raise WrongValue(NOT_ALLOWED, own_words=_own_words(questionnaire, question.constraint_message))
    return answer


def worked_out(question: Question, known: Answers) -> Any:
    """The answer that a question gives itself: its result, or its default that nobody can change; None of a note."""
    if question.type == "calculate":
        return _kept(evaluate(question.calculation, known))
    return read(question, posted_default(question, known["now()"])) if question.read_only else None


def _kept(value: Any) -> Any:
    """The result of a calculation as it is stored: yes and no as 1 and 0, nothing where there is no number."""
    if isinstance(value, list | str):
        return text(value)[: values.LONGEST_TEXT] or None
    if math.isnan(value):
        return None
    return int(value) if value == math.trunc(value) else value


def posted_default(question: Question, at: str = "") -> list[str]:
    """The default of a question as a form would post it."""
    if moment := MOMENTS.get(question.type, {}).get(question.default):
        return [at[moment]] if at else []
    if question.type in LISTS:
        return question.default.split()
    return [question.default] if question.default else []


def read(question: Question, given: Sequence[str]) -> Any:
    """Read what was posted as the answer to one question, without its constraint; raises WrongValue."""
    if question.type == "select_multiple":
        return values.options(question, given)
    if question.type == "rank":
        return values.order(question, given)
    if len(given) > 1:
        raise WrongValue(ONLY_ONE)
    if question.score is not None and question.score.na and given[0] == NOT_APPLICABLE:
        return NOT_APPLICABLE
    return READERS[question.type](question, given[0])


def _own_words(questionnaire: Questionnaire, words: Mapping[str, str]) -> Mapping[str, str]:
    """The questionnaire's own message, its default language first."""
    return dict(sorted(words.items(), key=lambda item: item[0] != questionnaire.default_language))
