"""Conditions as the builder's menus put them together: up to a few lines of question, comparison and value.

`${overall} <= 2 and selected(${improve}, 'food')` is two lines that must both hold. What menus cannot say stays as it
is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from survey.problems import N_
from survey.questionnaires.kinds import CellError, figure
from survey.questionnaires.model import Expression, Question, Questionnaire

MOST_LINES = 3
OPERATORS = {
    "=": N_("is"),
    "!=": N_("is not"),
    "<=": N_("is at most"),
    ">=": N_("is at least"),
    "answered": N_("is answered"),
    "unanswered": N_("is not answered"),
}
BARE = ("answered", "unanswered")
"""Comparisons without a value."""
VALUE_MISSING = N_("Please say what {question} is compared with.")
MENUS_OR_WORDS = N_("Please use either the menus or the written condition, and empty the other.")


@dataclass(frozen=True)
class Line:
    """One comparison; `value` is an option's name or a number, as typed."""

    question: str
    operator: str
    value: str = ""


@dataclass(frozen=True)
class Menu:
    """Lines of which all (`and`) or any (`or`) must hold."""

    lines: tuple[Line, ...]
    join: str = "and"


def written_by(menu: Menu, questions: Mapping[str, Question]) -> Expression:
    """The condition of a menu, None without lines; raises CellError."""
    trees = [_tree(line, questions.get(line.question)) for line in menu.lines]
    return reduce(lambda left, right: [menu.join, left, right], trees) if trees else None


def read(tree: Expression, questionnaire: Questionnaire) -> Menu | None:
    """The menu that says just this condition; None when menus cannot say it."""
    questions = {question.name: question for question in questionnaire.questions}
    join = tree[0] if isinstance(tree, list) and tree[0] in ("and", "or") else "and"
    parts = [] if tree is None else _parts(tree, join)
    lines = [_line(part) for part in parts]
    menu = Menu(tuple(line for line in lines if line is not None), join)
    try:
        says_it = len(lines) <= MOST_LINES and None not in lines and written_by(menu, questions) == tree
    except CellError:
        return None
    return menu if says_it else None


def _tree(line: Line, question: Question | None) -> Expression:
    asked = ["ref", line.question]
    if line.operator in BARE:
        return ["!=" if line.operator == "answered" else "=", asked, ""]
    if not line.value:
        raise CellError(VALUE_MISSING, question=line.question)
    if question is not None and question.type == "select_multiple":
        chosen = ["selected", asked, line.value]
        return ["not", chosen] if line.operator == "!=" else chosen
    return [line.operator, asked, _literal(line, question)]


def _literal(line: Line, question: Question | None) -> str | int | float:
    if question is not None and question.choices and line.operator in ("=", "!="):
        return line.value
    number = figure(line.value)
    return int(number) if number == number.to_integral_value() else float(number)


def _parts(tree: list[Any], join: str) -> list[Any]:
    """`[[a and b] and c]` as a, b, c."""
    return [*_parts(tree[1], join), tree[2]] if isinstance(tree, list) and tree[0] == join else [tree]


def _line(tree: Any) -> Line | None:
    match tree:
        case ["!=", ["ref", name], ""]:
            return Line(name, "answered")
        case ["=", ["ref", name], ""]:
            return Line(name, "unanswered")
        case ["selected", ["ref", name], str(option)]:
            return Line(name, "=", option)
        case ["not", ["selected", ["ref", name], str(option)]]:
            return Line(name, "!=", option)
        case ["=" | "!=" | "<=" | ">=" as operator, ["ref", name], str() | int() | float() as value]:
            return Line(name, operator, value if isinstance(value, str) else f"{value:g}")
    return None
