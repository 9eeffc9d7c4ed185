"""What can be known to be wrong with a condition before anybody answers: references and kinds of values."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.problems import N_
from survey.questionnaires.evaluate import number
from survey.questionnaires.expressions import Tree, is_situation, nodes
from survey.questionnaires.kinds import KINDS
from survey.questionnaires.model import Question

Complaint = tuple[str, Mapping[str, object]]

NUMERIC = {"+", "-", "*", "div", "mod", "neg", "<", "<=", ">", ">=", "min", "max", "sum", "round"}
BOOLEAN = {"=", "!=", "<", "<=", ">", ">=", "and", "or", "not", "true", "false", "selected", "contains", "starts-with"}
OF_MANY = ("sum", "count", "min", "max")
OF_SELECTS = {"selected": ("option", "options"), "selected-at": ("options",), "count-selected": ("options",)}

ONLY_MANY = N_("{question} is answered several times here: use sum(), count(), min() or max().")
NO_COLUMN = N_("There is no column {column} in the sheet choices. An earlier answer is written ${{{column}}}.")
NO_BLOCK = N_("position(..) is the number of a block, and this stands in no repeat.")
CIRCLE = N_("The calculation asks for its own result. Please write it from earlier answers.")
ITSELF = N_("The condition asks about the question itself. A question is shown because of earlier answers.")
LATER = N_("The condition asks about {question}, which comes later. Please move {question} before this row.")
UNKNOWN = N_("There is no question {question}. Please check how its name is written.")
NO_ANSWER = N_("{question} has no answer of its own. Please ask about a question.")
NO_NUMBER = N_("“{operator}” needs numbers, and {operand} is none.")
NO_SELECT = N_("{operator}() needs a question with options.")
NO_MULTIPLE = N_("{operator}() needs a question in which several options can be chosen (select_multiple).")
SEVERAL = N_("{question} can have several answers; please write selected(${{{question}}}, 'option').")
NO_OPTION = N_("{question} has no option “{option}”. Please compare it with the sheet choices.")
NEVER = N_("{question} is answered with a number, so it is never “{text}”.")


@dataclass(frozen=True)
class Scope:
    """What a condition may ask about: the questions before it, and itself where an answer is being judged."""

    before: Mapping[str, Question]
    all_names: Collection[str]
    own_name: str = ""
    own: Question | None = None
    """The question whose answer `.` is; None where there is no answer yet."""
    repeated: Collection[str] = ()
    """Those of the questions before that are answered several times: they are added up, counted or compared."""
    in_repeat: bool = False
    columns: Collection[str] | None = None
    """The columns that options have, where the condition is about options."""
    refused: Collection[str] = ()
    """Names of rows that are not asked; a condition about one has no fault of its own."""
    is_calculation: bool = False
    """Whether the answer is being worked out: it may be kept with once(), and not asked for by its name."""

    def asked(self, tree: Tree) -> Question | None:
        """The question that a tree stands for, if it is nothing but a reference."""
        if not isinstance(tree, list):
            return None
        if tree[0] == ".":
            return self.own
        if tree[0] == "ref":
            return self.own if self.own and tree[1] == self.own.name else self.before.get(tree[1])
        return None


def complaints(tree: Tree, scope: Scope) -> Iterator[Complaint]:
    """Everything that is wrong with a condition, as sentences with their values."""
    of_many = {id(operand) for node in nodes(tree) if node[0] in OF_MANY for operand in node[1:]}
    for node in nodes(tree):
        if node[0] == "ref" and node[1] in scope.repeated and id(node) not in of_many:
            yield ONLY_MANY, {"question": node[1]}
        elif node[0] in ("ref", "."):
            yield from _reference(node, scope)
        elif node[0] in OF_SELECTS:
            yield from _select(node, scope)
        elif node[0] in NUMERIC:
            yield from _numeric(node, scope)
        elif node[0] in ("=", "!="):
            yield from _equality(node, scope)


def _reference(node: list[Any], scope: Scope) -> Iterator[Complaint]:
    question = scope.asked(node)
    name = node[1] if node[0] == "ref" else scope.own_name
    if node[0] == "ref" and is_situation(name):
        if name == ".." and not scope.in_repeat:
            yield NO_BLOCK, {}
        elif name.startswith("#") and name[1:] not in (scope.columns or ()):
            yield NO_COLUMN, {"column": name[1:]}
        return
    if node[0] == "ref" and scope.is_calculation and name == scope.own_name:
        yield CIRCLE, {}
    elif question is not None:
        if KINDS[question.type].value == "nothing":
            yield NO_ANSWER, {"question": name}
    elif name == scope.own_name:
        yield ITSELF, {}
    elif name in scope.refused:
        return
    elif name in scope.all_names:
        yield LATER, {"question": name}
    else:
        yield UNKNOWN, {"question": name}


def _select(node: list[Any], scope: Scope) -> Iterator[Complaint]:
    question = scope.asked(node[1])
    if question is None:
        if not (isinstance(node[1], list) and node[1][0] in ("ref", ".")):
            yield NO_SELECT, {"operator": node[0]}
    elif KINDS[question.type].value not in OF_SELECTS[node[0]]:
        yield (NO_MULTIPLE if question.choices else NO_SELECT), {"operator": node[0]}
    elif node[0] == "selected":
        yield from _option(question, node[2])


def _numeric(node: list[Any], scope: Scope) -> Iterator[Complaint]:
    operands = node[1:2] if node[0] == "round" else node[1:]
    for operand in operands:
        if not _may_be_number(operand, scope):
            yield NO_NUMBER, {"operator": node[0], "operand": _named(operand)}


def _may_be_number(tree: Tree, scope: Scope) -> bool:
    if isinstance(tree, str):
        return not math.isnan(number(tree))
    if not isinstance(tree, list):
        return True
    question = scope.asked(tree)
    if question is None:
        return tree[0] not in BOOLEAN and tree[0] not in ("concat", "substr")
    if question.choices:
        return question.type == "select_one" and any(choice.name.isdecimal() for choice in question.choices)
    return KINDS[question.type].value in ("number", "date", "time", "anything")


def _named(tree: Tree) -> str:
    if not isinstance(tree, list):
        return f"“{tree}”"
    if tree[0] == "ref":
        return str(tree[1])
    return "." if tree[0] == "." else f"{tree[0]}(…)"


def _equality(node: list[Any], scope: Scope) -> Iterator[Complaint]:
    for one, other in ((node[1], node[2]), (node[2], node[1])):
        question = scope.asked(one)
        if question is None or isinstance(other, list):
            continue
        if question.type == "select_multiple" and other != "":
            yield SEVERAL, {"question": question.name}
        elif question.choices:
            yield from _option(question, other)
        elif KINDS[question.type].value == "number" and isinstance(other, str):
            yield from _number_text(question, other, scope)


def _number_text(question: Question, text: str, scope: Scope) -> Iterator[Complaint]:
    offers_na = question.score is not None and question.score.na
    if text and not (text == "na" and offers_na) and not _may_be_number(text, scope):
        yield NEVER, {"question": question.name, "text": text}


def _option(question: Question, literal: Tree) -> Iterator[Complaint]:
    if isinstance(literal, list | bool) or literal == "":
        return
    if str(literal) not in {choice.name for choice in question.choices}:
        yield NO_OPTION, {"question": question.name, "option": literal}
