"""The condition of a question in words, for those who fill it in on paper.

A part of a condition that looks at one question is tried out with every answer that this question can have, and the
answers that fit are named: "question 3 is “dissatisfied” or “very dissatisfied”". A number that is compared is said by
its sign, "question 5 is > 20". Whatever is left, such as a rule about a text, is given as it is written.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from survey.printing.paper_words import PaperWords
from survey.questionnaires.evaluate import holds
from survey.questionnaires.expressions import Tree, named, references
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.spelling import written

NA = "na"
SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}
MOST_AMOUNTS = 1001
"""Answers of a range that are tried out."""


class Speaker:
    """Says conditions of one questionnaire in one language; `numbers` are those that stand before the questions."""

    def __init__(
        self, questionnaire: Questionnaire, language: str, words: PaperWords, numbers: Mapping[str, int]
    ) -> None:
        self.questions = {question.name: question for question in questionnaire.questions}
        self.questionnaire, self.language, self.words, self.numbers = questionnaire, language, words, numbers

    def say(self, tree: Tree) -> str:
        """Put a condition into words."""
        asked = references(tree)
        is_timely = named(tree) != asked
        if len(asked) == 1 and (said := self._of_one(tree, self.questions.get(min(asked)), is_timely=is_timely)):
            return said
        if said := self._compared(tree):
            return said
        operator, *operands = tree if isinstance(tree, list) else [""]
        if operator in ("and", "or"):
            return self._joined(operator, operands)
        if operator == "not":
            return self.words.not_so.format(condition=self.say(operands[0]))
        return self._as_written(tree)

    def _joined(self, operator: str, operands: Sequence[Tree]) -> str:
        joint = self.words.both if operator == "and" else self.words.either
        parts = []
        for operand in operands:
            mixed = isinstance(operand, list) and operand[0] in ("and", "or") and operand[0] != operator
            said = self.say(operand)
            parts.append(said.join(self.words.brackets) if mixed and len(references(operand)) > 1 else said)
        return joint.join(parts)

    def _of_one(self, tree: Tree, question: Question | None, *, is_timely: bool) -> str:
        """A condition on one question by the answers that fit; empty when they cannot be listed."""
        if question is None or question.name not in self.numbers or is_timely:
            return ""
        fitting = [answer for answer in _possible(question) if holds(tree, {question.name: answer})]
        if not fitting:
            return ""
        if question.type == "range":
            return self.words.amounts.format(number=self.numbers[question.name], options=self._amounts(fitting))
        labels = {choice.name: self.questionnaire.say(choice.label, self.language) for choice in question.choices}
        fitting_ones = [answer[0] if isinstance(answer, list) else str(answer) for answer in fitting]
        options = self.words.comma.join(labels[name].join(self.words.quotes) for name in fitting_ones)
        return self.words.chosen.format(number=self.numbers[question.name], options=options)

    def _compared(self, tree: Tree) -> str:
        """A number that is asked for, or worked out and has a label, beside a figure; empty for anything else."""
        match tree:
            case [str(operator), ["ref", str(name)], int(figure) | float(figure)] if operator in SIGNS:
                question, fitting = self.questions.get(name), f"{SIGNS[operator]} {figure:g}"
            case _:
                return ""
        if question is not None and name in self.numbers:
            return self.words.amounts.format(number=self.numbers[name], options=fitting)
        label = self.questionnaire.say(question.label, self.language) if question is not None else ""
        return f"{label.join(self.words.quotes)} {fitting}" if label else ""

    def _amounts(self, fitting: Sequence[object]) -> str:
        """0–11, or a few single numbers, and "not applicable"."""
        whole = [amount for amount in fitting if isinstance(amount, int)]
        runs = [list(run) for _, run in groupby(whole, key=lambda amount: amount - whole.index(amount))]
        said = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
        return self._listed(said + [self.words.na] * (NA in fitting))

    def _listed(self, figures: Iterable[str]) -> str:
        return f" {self.words.comma.strip()} ".join(figures)

    def _as_written(self, tree: Tree) -> str:
        asked = sorted(self.numbers[name] for name in self._answered(references(tree)) if name in self.numbers)
        return (
            self.words.rule.format(number=self._listed(map(str, asked)), rule=written(tree)) if asked else written(tree)
        )

    def _answered(self, names: Iterable[str]) -> set[str]:
        """The questions themselves, and instead of a calculation those that it is worked out from."""
        asked = set(names)
        for question in reversed(list(self.questions.values())):
            if question.name in asked and question.calculation is not None:
                asked = (asked - {question.name}) | references(question.calculation)
        return asked


def _possible(question: Question) -> Iterator[object]:
    """Every answer that a question can have, as the interpreter takes it; nothing when there is no end of them."""
    if question.type == "select_one":
        yield from (choice.name for choice in question.choices)
    elif question.type == "select_multiple":
        yield from ([choice.name] for choice in question.choices)
    elif question.type == "range":
        yield from _steps(question.parameters)
        if question.score is not None and question.score.na:
            yield NA


def _steps(parameters: Mapping[str, str]) -> Iterator[int]:
    """The amounts of a range of whole numbers."""
    edges = [parameters.get(name, usual) for name, usual in (("start", "1"), ("end", "10"), ("step", "1"))]
    if all(edge.isdigit() for edge in edges):
        start, end, step = map(int, edges)
        yield from range(start, min(end, start + MOST_AMOUNTS * step) + 1, max(step, 1))
