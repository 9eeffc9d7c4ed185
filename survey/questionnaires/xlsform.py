"""From an XLSForm written as a Markdown table to a frozen questionnaire.

pyxform reads the table; this module maps its rows. What is not supported is refused with sheet, row and column.
Our own columns: `score` on a question (`max=20 weight=20 na`), `points` on a choice, `audience` and `category` in the
settings.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from survey.questionnaires.expressions import ExpressionError, compile_expression, references
from survey.questionnaires.model import Choice, Question, Questionnaire, Score, Section

TYPES = ("select_one", "select_multiple", "text", "integer", "decimal", "range", "note", "acknowledge", "date")
LANGUAGE = re.compile(r"^(\w+)::.*\((\w+)\)$")
SURVEY_COLUMNS = {
    "type", "name", "label", "hint", "required", "required_message", "relevant", "constraint", "constraint_message",
    "appearance", "parameters", "score", "opens_finding",
}  # fmt: skip
CHOICE_COLUMNS = {"list_name", "name", "label", "points"}

Row = Mapping[str, str]


class FormError(ValueError):
    """What is wrong with a questionnaire file: sheet, row, column and what to do."""

    def __init__(self, sheet: str, row: int, column: str, advice: str) -> None:
        super().__init__(f"{sheet}, row {row}, column {column}: {advice}")


def read_markdown(source: str, name: str) -> Questionnaire:
    """Read a questionnaire from Markdown tables; `name` is its path in forms/. Raises FormError."""
    from pyxform.xls2json_backends import md_to_dict

    sheets = md_to_dict(source)
    settings = sheets["settings"][0]
    lists = _lists(sheets.get("choices", []))
    sections = _sections(sheets["survey"], lists)
    languages = tuple(dict.fromkeys(code for row in sheets["survey"] for code in _texts(row, "label")))
    made = Questionnaire(
        name=name,
        title=_texts(settings, "form_title"),
        audience=settings["audience"],
        category=settings.get("category", ""),
        languages=languages,
        default_language=settings["default_language"],
        sections=sections,
    )
    _check_references(made)
    return made


def _texts(row: Row, column: str) -> dict[str, str]:
    found = {}
    for heading, text in row.items():
        match = LANGUAGE.match(heading)
        if match and match[1] == column and text:
            found[match[2]] = text
    return found


def _check_columns(rows: Iterable[Row], sheet: str, known: set[str]) -> None:
    for number, row in enumerate(rows, start=2):
        for heading in row:
            if heading.split("::")[0] not in known:
                raise FormError(sheet, number, heading, "This column is not supported; please remove it.")


def _lists(rows: list[Row]) -> dict[str, tuple[Choice, ...]]:
    _check_columns(rows, "choices", CHOICE_COLUMNS)
    lists: dict[str, tuple[Choice, ...]] = {}
    for row in rows:
        points = float(row["points"]) if row.get("points") else None
        lists[row["list_name"]] = (*lists.get(row["list_name"], ()), Choice(row["name"], _texts(row, "label"), points))
    return lists


def _sections(rows: list[Row], lists: Mapping[str, tuple[Choice, ...]]) -> tuple[Section, ...]:
    _check_columns(rows, "survey", SURVEY_COLUMNS)
    sections: list[Section] = []
    group: Row | None = None
    for number, row in enumerate(rows, start=2):
        if row["type"] in ("begin group", "begin_group"):
            group = row
            sections.append(Section(row["name"], _texts(row, "label"), (), _compiled(row, "relevant", number)))
        elif row["type"] in ("end group", "end_group"):
            group = None
        else:
            if not sections or (group is None and sections[-1].name):
                sections.append(Section("", {}, ()))
            last = sections[-1]
            questions = (*last.questions, _question(row, number, lists))
            sections[-1] = Section(last.name, last.label, questions, last.relevant)
    return tuple(section for section in sections if section.questions)


def _question(row: Row, number: int, lists: Mapping[str, tuple[Choice, ...]]) -> Question:
    kind, _, list_name = row["type"].partition(" ")
    if kind not in TYPES:
        raise FormError("survey", number, "type", f"The type {kind} is not supported; use one of {', '.join(TYPES)}.")
    if kind.startswith("select") and list_name not in lists:
        raise FormError("survey", number, "type", f"The list {list_name} is not on the choices sheet.")
    return Question(
        name=row["name"],
        type=kind,
        label=_texts(row, "label"),
        hint=_texts(row, "hint"),
        required=row.get("required", "").lower() in ("yes", "true"),
        required_message=_texts(row, "required_message"),
        relevant=_compiled(row, "relevant", number),
        constraint=_compiled(row, "constraint", number),
        constraint_message=_texts(row, "constraint_message"),
        choices=lists.get(list_name, ()),
        appearance=row.get("appearance", ""),
        parameters=_pairs(row.get("parameters", "")),
        score=_score(row.get("score", "")),
        opens_finding=_compiled(row, "opens_finding", number),
    )


def _compiled(row: Row, column: str, number: int) -> Any:
    if not row.get(column):
        return None
    try:
        return compile_expression(row[column])
    except ExpressionError as error:
        raise FormError("survey", number, column, str(error)) from None


def _pairs(cell: str) -> dict[str, str]:
    return {key: value for key, _, value in (part.partition("=") for part in cell.split())}


def _score(cell: str) -> Score | None:
    if not cell:
        return None
    pairs = _pairs(cell)
    return Score(max=float(pairs["max"]), weight=float(pairs.get("weight", pairs["max"])), na="na" in pairs)


def _check_references(questionnaire: Questionnaire) -> None:
    """Conditions may only look back, so that a page can be cleaned from top to bottom."""
    seen: set[str] = set()
    for number, question in enumerate(questionnaire.questions, start=2):
        if question.name in seen:
            raise FormError("survey", number, "name", f"The name {question.name} is used twice.")
        unknown = references(question.relevant) - seen
        if unknown:
            raise FormError("survey", number, "relevant", f"No earlier question is called {min(unknown)}.")
        seen.add(question.name)
