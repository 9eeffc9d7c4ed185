"""Synthetic fillings in which every option of every question is chosen once, to try whether each can be sent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice, product
from typing import Any

from survey.questionnaires.answers import NOT_APPLICABLE, fitting, known_of, lists, read, worked_out
from survey.questionnaires.evaluate import holds
from survey.questionnaires.expressions import nodes, references
from survey.questionnaires.model import Expression, Question, Questionnaire
from survey.questionnaires.values import WrongValue

Fields = Mapping[str, list[str]]

BLOCKS = (1, 2, 5)
"""How many blocks of a repeat are tried."""
MOST_TRIES = 2000
"""Combinations of earlier answers that are tried to reach a question."""
SAMPLES = {
    "text": ("好",),
    "integer": ("1", "0"),
    "decimal": ("1", "0"),
    "date": ("2026-01-01",),
    "time": ("08:00",),
    "geopoint": ("30.5728 104.0668",),
    "image": ("0" * 64,),
    "acknowledge": ("OK",),
}


@dataclass(frozen=True)
class Trial:
    """One option of one question, and a filling that chooses it; None when no earlier answers lead there."""

    question: str
    option: str
    fields: Fields | None


def trials(questionnaire: Questionnaire) -> Iterator[Trial]:
    """A trial for every option, mark and kind of answer, in the order of asking."""
    for question in questionnaire.questions:
        for option in _options(question):
            yield Trial(question.name, option, _filling(questionnaire, question, option))


def _options(question: Question) -> Sequence[str]:
    """Every option or mark; for an open question one answer that fits its rule."""
    if not question.is_posted:
        return ()
    if question.choices:
        return [choice.name for choice in question.choices]
    if question.type == "range":
        return _marks(question) + ([NOT_APPLICABLE] if question.score and question.score.na else [])
    fitting = [value for value in _samples(question) if _fits(question, value, {})]
    return fitting[:1] or SAMPLES.get(question.type, ())[:1]


def _marks(question: Question) -> list[str]:
    start, end, step = (Decimal(question.parameters[name]) for name in ("start", "end", "step"))
    return [f"{start + place * step:f}" for place in range(int((end - start) / step) + 1)]


def _samples(question: Question) -> list[str]:
    """Answers worth trying: those of its type, and what its rule mentions."""
    return [*SAMPLES.get(question.type, ()), *_literals(question.constraint)]


def _literals(condition: Expression) -> list[str]:
    """What a condition mentions, and what is next to its numbers: `> 20` is fulfilled by 21."""
    operands = [operand for node in nodes(condition) for operand in node[1:] if not isinstance(operand, list)]
    beside = [operand + by for operand in operands if type(operand) is int for by in (1, -1)]
    return [str(operand) for operand in (*operands, *beside)]


def _posted(question: Question, option: str) -> list[str]:
    """An option as it is posted; of a ranking with the others behind it."""
    others = [choice.name for choice in question.choices if choice.name != option] if question.type == "rank" else []
    return [option, *others]


def _fits(question: Question, posted: str, answers: Mapping[str, Any]) -> bool:
    try:
        answer = read(question, _posted(question, posted))
    except WrongValue:
        return False
    if question.choices and posted not in fitting(question, answers):
        return False
    return answer == NOT_APPLICABLE or holds(question.constraint, answers, answer)


def _filling(questionnaire: Questionnaire, target: Question, option: str) -> Fields | None:
    """The first combination of earlier answers with which the target is asked and takes the option."""
    causes = _causes(questionnaire, target)
    choices = [_candidates(cause, questionnaire) for cause in causes]
    tried = product(BLOCKS if questionnaire.repeats else BLOCKS[:1], *choices)
    for blocks, *combination in islice(tried, MOST_TRIES):
        chosen = {cause.name: value for cause, value in zip(causes, combination, strict=True)}
        fields = _walk(questionnaire, chosen | {target.name: option}, blocks)
        if fields is not None and target.name in fields:
            return {field: fields[name] for name in fields for field in _fields(questionnaire, name, blocks)}
    return None


def _fields(questionnaire: Questionnaire, name: str, blocks: int) -> list[str]:
    """The fields of a question: its own, or one in every block."""
    return [f"{name}.{number}" for number in range(1, blocks + 1)] if name in questionnaire.repeats else [name]


def _causes(questionnaire: Questionnaire, target: Question) -> list[Question]:
    """The earlier questions on which it depends whether the target is asked, and those they depend on."""
    conditions = _conditions(questionnaire)
    wanted, waiting = set[str](), [target.name]
    while waiting:
        asked_for = references(conditions[waiting.pop()])
        parts = {name for name, repeat in questionnaire.repeats.items() if repeat in asked_for}
        new = (asked_for | parts) - set(questionnaire.repeats.values()) - wanted - {target.name}
        wanted |= new
        waiting += new
    return [question for question in questionnaire.questions if question.name in wanted]


def _conditions(questionnaire: Questionnaire) -> dict[str, Expression]:
    """Everything that each question's own asking and answer look at, as one tree."""
    return {
        question.name: [
            "and",
            section.relevant,
            question.relevant,
            question.constraint,
            question.calculation,
            question.choice_filter,
        ]
        for section in questionnaire.sections
        for question in section.questions
    }


def _candidates(question: Question, questionnaire: Questionnaire) -> list[str]:
    """Answers to try for a cause; the empty one stands for none."""
    if not question.is_posted:
        return [""]
    if question.choices:
        return [*(choice.name for choice in question.choices), ""]
    mentioned = [literal for tree in _conditions(questionnaire).values() for literal in _literals(tree)]
    marks = [question.parameters["start"], question.parameters["end"]] if question.type == "range" else []
    return list(dict.fromkeys([*marks, *_samples(question), "", *(m for m in mentioned if _fits(question, m, {}))]))


def _walk(questionnaire: Questionnaire, chosen: Mapping[str, str], blocks: int) -> Fields | None:
    """Fill from top to bottom: what was chosen, and what must be answered; None when that cannot be.

    Every block of a repeat is filled with the same.
    """
    answers = known_of(questionnaire, {}) | {"..": 1}
    fields: dict[str, list[str]] = {}
    for section in questionnaire.sections:
        if not holds(section.relevant, answers):
            continue
        for name in (question.name for question in section.questions):
            answers.pop(name, None)
        for question in section.questions:
            if holds(question.relevant, answers) and not _fill(question, chosen, answers, fields):
                return None
        if section.repeats:
            block = {q.name: answers[q.name] for q in section.questions if q.name in answers}
            answers |= lists(section, [block] * blocks if set(block) & set(fields) else [])
    return fields


def _fill(question: Question, chosen: Mapping[str, str], answers: dict[str, Any], fields: dict[str, list[str]]) -> bool:
    """Answer one question that is asked; tells whether that can be."""
    if not question.is_posted:
        if (answer := worked_out(question, answers)) is not None:
            answers[question.name] = answer
        return True
    wanted = [chosen[question.name]] if chosen.get(question.name) else []
    if not wanted and question.required:
        wanted = [value for value in (*_options(question), *_samples(question)) if _fits(question, value, answers)]
        if not wanted and (not question.choices or fitting(question, answers)):
            return False
    if wanted:
        if not _fits(question, wanted[0], answers):
            return False
        fields[question.name] = _posted(question, wanted[0])
        answers[question.name] = read(question, fields[question.name])
    return True
