"""What the builder's pages send about one question or heading, and how a stored one fills them.

Fields are flat: `label.zh`, `option.2.points`, `when.0.question`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar

from flask_babel import gettext

from survey.questionnaires import kinds, menus
from survey.questionnaires.editing import free_name
from survey.questionnaires.expressions import ExpressionError, compile_expression
from survey.questionnaires.kinds import CellError
from survey.questionnaires.model import Choice, Expression, Question, Questionnaire, Score, Texts
from survey.questionnaires.spelling import written
from survey.questionnaires.values import UNSEEN

Value = TypeVar("Value")
WRITTEN = ("constraint", "calculation", "choice_filter", "opens_finding")
TEXTS = ("label", "hint", "required_message", "constraint_message")


class Entry:
    """A form that was sent, and what turns out to be wrong with its fields."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        self.fields = {name: _plain(value) for name, value in fields.items()}
        self.wrong: dict[str, str] = {}

    def get(self, name: str) -> str:
        return self.fields.get(name, "")

    def texts(self, column: str, languages: tuple[str, ...]) -> Texts:
        return {code: text for code in languages if (text := self.get(f"{column}.{code}"))}

    def read(self, name: str, reader: Callable[[str], Value], cell: str | None = None) -> Value | None:
        """What a reader makes of a field, or of a cell put together from fields; None when it is wrong."""
        try:
            return reader(self.get(name) if cell is None else cell)
        except (CellError, ExpressionError) as error:
            self.wrong[name] = gettext(error.sentence).format(**error.values)
            return None

    def condition(self, name: str) -> Expression:
        return self.read(name, compile_expression) if self.get(name) else None


def _plain(posted: str) -> str:
    """A text as a cell of a workbook keeps it."""
    return UNSEEN.sub("", posted.replace("\r\n", "\n").replace("\u00a0", " ").replace("\t", " ")).strip()


def question_of(entry: Entry, form: Questionnaire) -> Question:
    """The question that was typed; what its type does not take is left out."""
    kind = kinds.KINDS[entry.get("type")]

    def texts(column: str) -> Texts:
        return entry.texts(column, form.languages) if column in kind.columns else {}

    question = Question(
        name=entry.get("name") or free_name(form, "q"),
        type=entry.get("type"),
        label=texts("label"),
        hint=texts("hint"),
        required_message=texts("required_message"),
        constraint_message=texts("constraint_message"),
        required=entry.get("required") == "yes" and "required" in kind.columns,
        choices=_choices(entry, form) if entry.get("type") in kinds.SELECTS else (),
        appearance=entry.get("appearance") if entry.get("appearance") in kind.appearances else "",
        parameters=_parameters(entry) if entry.get("type") == "range" else {},
        relevant=condition_of(entry, form),
        constraint=entry.condition("constraint") if "constraint" in kind.columns else None,
        opens_finding=entry.condition("opens_finding") if "opens_finding" in kind.columns else None,
        default=entry.get("default") if "default" in kind.columns else "",
        read_only=entry.get("read_only") == "yes" and "read_only" in kind.columns,
        choice_filter=_choice_filter(entry) if "choice_filter" in kind.columns else None,
        calculation=entry.condition("calculation") if "calculation" in kind.columns else None,
    )
    return replace(question, score=_score(entry, question)) if "score" in kind.columns else question


def _choice_filter(entry: Entry) -> Expression:
    said = entry.get("choice_filter")
    return entry.read("choice_filter", partial(compile_expression, of_options=True)) if said else None


def condition_of(entry: Entry, form: Questionnaire) -> Expression:
    """When it is asked, from the menus or as written."""
    lines = tuple(_lines(entry))
    if not lines:
        return entry.condition("relevant")
    if entry.get("relevant"):
        entry.wrong["relevant"] = gettext(menus.MENUS_OR_WORDS)
        return None
    questions = {question.name: question for question in form.questions}
    menu = menus.Menu(lines, "or" if entry.get("join") == "or" else "and")
    return entry.read("relevant", lambda _: menus.written_by(menu, questions))


def _lines(entry: Entry) -> Iterator[menus.Line]:
    for number in range(menus.MOST_LINES):
        question, operator = entry.get(f"when.{number}.question"), entry.get(f"when.{number}.operator")
        if question and operator in menus.OPERATORS:
            of, _, option = entry.get(f"when.{number}.option").partition(":")
            chosen = option if of == question else entry.get(f"when.{number}.figure")
            yield menus.Line(question, operator, "" if operator in menus.BARE else chosen)


def _choices(entry: Entry, form: Questionnaire) -> tuple[Choice, ...]:
    """The options in the order of their numbers; those of another question where none was typed."""
    rows = sorted({int(n.split(".")[1]) for n in entry.fields if n.startswith("option.") and n.endswith(".name")})
    rows.sort(key=lambda row: _place(entry, row))
    earlier = {choice.name: choice for q in form.questions if q.name == entry.get("was") for choice in q.choices}
    named = [choice for row in rows if (choice := _choice(entry, row, form.languages)) is not None]
    typed = [_kept(choice, earlier) for choice in named]
    if not typed:
        return next((q.choices for q in form.questions if q.name == entry.get("same_as")), ())
    taken = {choice.name for choice in typed}
    free = (name for number in range(1, len(typed) + len(taken) + 2) if (name := str(number)) not in taken)
    return tuple(choice if choice.name else replace(choice, name=next(free)) for choice in typed)


def _kept(choice: Choice, earlier: Mapping[str, Choice]) -> Choice:
    """An option with what the builder does not edit."""
    was = earlier.get(choice.name, choice)
    return replace(choice, attributes=was.attributes, image=was.image, images=was.images)


def _place(entry: Entry, row: int) -> float:
    place = entry.get(f"option.{row}.place")
    return float(place) if place.isdecimal() else row + 1


def reordered(fields: Mapping[str, str], row: int, step: int) -> tuple[dict[str, str], int]:
    """The fields with the option of a row moved up (-1) or down (1) among the others, and its row afterwards.

    Rows are numbered anew in their order; without a neighbour there, an option stays where it is.
    """
    entry = Entry(fields)
    rows = sorted({int(name.split(".")[1]) for name in fields if name.startswith("option.")})
    rows.sort(key=lambda each: _place(entry, each))
    if row not in rows:
        return dict(fields), row
    at = rows.index(row)
    to = min(max(at + step, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    kept = {name: value for name, value in fields.items() if not name.startswith("option.")}
    for new, old in enumerate(rows):
        begins = f"option.{old}."
        kept |= {f"option.{new}.{n.removeprefix(begins)}": v for n, v in fields.items() if n.startswith(begins)}
        kept[f"option.{new}.place"] = str(new + 1)
    return kept, to


def _choice(entry: Entry, row: int, languages: tuple[str, ...]) -> Choice | None:
    label = entry.texts(f"option.{row}.label", languages)
    name = entry.get(f"option.{row}.name")
    return Choice(name, label, entry.read(f"option.{row}.points", kinds.points)) if name or label else None


def _parameters(entry: Entry) -> dict[str, str]:
    given = " ".join(f"{name}={entry.get(name)}" for name in kinds.USUAL_RANGE if entry.get(name))
    return entry.read("start", kinds.range_parameters, given) or {}


def _score(entry: Entry, question: Question) -> Score | None:
    if entry.get("counts") != "yes":
        return None
    weight = f"weight={entry.get('weight')}" if entry.get("weight") else ""
    offers_na = " na" if question.type == "range" and entry.get("na") == "yes" else ""
    full = float(question.parameters.get("end", kinds.FULL_MARKS))
    return entry.read("weight", lambda cell: kinds.score(cell, full), weight + offers_na)


def fields_of(question: Question, form: Questionnaire) -> dict[str, str]:
    """The fields of a stored question."""
    fields: dict[str, str] = {"name": question.name, "type": question.type, "appearance": question.appearance}
    for column in TEXTS:
        fields |= {f"{column}.{code}": text for code, text in getattr(question, column).items()}
    for row, choice in enumerate(question.choices):
        fields |= _fields_of_choice(f"option.{row}", row, choice)
    fields |= dict(question.parameters)
    fields |= {name: "yes" for name in ("required", "read_only") if getattr(question, name)}
    fields["default"] = question.default
    if question.score is not None:
        fields |= {"counts": "yes", "weight": f"{question.score.weight:g}", "na": "yes" if question.score.na else ""}
    fields |= {name: written(getattr(question, name)) for name in WRITTEN}
    return fields | fields_of_condition(question.relevant, form)


def _fields_of_choice(prefix: str, row: int, choice: Choice) -> dict[str, str]:
    points = "" if choice.points is None else f"{choice.points:g}"
    labels = {f"{prefix}.label.{code}": text for code, text in choice.label.items()}
    return {f"{prefix}.name": choice.name, f"{prefix}.points": points, f"{prefix}.place": str(row + 1)} | labels


def fields_of_condition(tree: Any, form: Questionnaire) -> dict[str, str]:
    """The menus that say a condition, else the condition as written."""
    menu = menus.read(tree, form)
    if menu is None:
        return {"relevant": written(tree)}
    fields = {"join": menu.join}
    for number, line in enumerate(menu.lines):
        fields[f"when.{number}.question"] = line.question
        fields[f"when.{number}.operator"] = line.operator
        fields[f"when.{number}.figure"] = line.value
        if line.operator in ("=", "!="):
            fields[f"when.{number}.option"] = f"{line.question}:{line.value}"
    return fields
