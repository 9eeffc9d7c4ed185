"""XLSForm out: a questionnaire as the sheets, and as the workbook, that read back as the same questionnaire."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

import xlsxwriter

from survey.questionnaires.columns import PICTURE
from survey.questionnaires.model import Choice, Question, Questionnaire, Score, Section, Texts
from survey.questionnaires.spelling import written
from survey.questionnaires.workbook import SHEETS, Row, Sheet, Sheets

Cells = dict[str, str]

COLUMNS = {
    "survey": (
        "type", "name", "label", "hint", "required", "required_message", "read_only", "default", "relevant",
        "constraint", "constraint_message", "calculation", "choice_filter", "appearance", "parameters",
        "score", "opens_finding",
    ),
    "choices": ("list_name", "name", "label", "points", PICTURE),
    "settings": ("form_title", "default_language", "audience", "category", "group"),
}  # fmt: skip
ALWAYS = frozenset({"type", "name", "list_name"})
LANGUAGES = {"zh": "中文", "en": "English", "ja": "日本語", "ko": "한국어", "ru": "Русский"}
WIDTHS = {"name": 16, "points": 8, "required": 9, "list_name": 16}
WIDTH = 30
FORMULA_SIGNS = ("=", "+", "-", "@")
LOOK = {"num_format": "@", "text_wrap": True, "valign": "top"}


def workbook(questionnaire: Questionnaire) -> bytes:
    """Make the .xlsx of a questionnaire, with the sheets survey, choices and settings."""
    content = BytesIO()
    with xlsxwriter.Workbook(content) as book:
        heading = book.add_format({"bold": True, "bg_color": "#E4EFEE"})
        plain = book.add_format(LOOK)
        # Marked as text for good: Excel would take it for a formula as soon as somebody edits the cell.
        quoted = book.add_format(LOOK | {"quote_prefix": True})
        for name, written_sheet in sheets(questionnaire).items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(written_sheet.columns):
                sheet.set_column(place, place, WIDTHS.get(column, WIDTH))
                sheet.write_string(0, place, column, heading)
                for row in written_sheet.rows:
                    if cell := row.get(column):
                        look = quoted if cell.startswith(FORMULA_SIGNS) else plain
                        sheet.write_string(row.number - 1, place, cell, look)
    return content.getvalue()


def sheets(questionnaire: Questionnaire) -> Sheets:
    """The sheets survey, choices and settings of a questionnaire, as reading its workbook gives them."""
    written_rows = zip(SHEETS, _rows(questionnaire), strict=True)
    return {name: _sheet(name, rows, questionnaire) for name, rows in written_rows}


def _sheet(name: str, rows: Sequence[Cells], questionnaire: Questionnaire) -> Sheet:
    numbered = [Row(name, number, cells) for number, cells in enumerate(rows, start=2)]
    return Sheet(list(_headings(name, rows, questionnaire)), numbered)


def _headings(sheet: str, rows: Sequence[Cells], questionnaire: Questionnaire) -> Iterator[str]:
    """The headings of the columns that are used, in the order of COLUMNS and of the languages."""
    used = ALWAYS.union(*rows, (heading(language, "label") for language in questionnaire.languages))
    further = sorted({c for q in questionnaire.questions for choice in q.choices for c in choice.attributes})
    for column in (*COLUMNS[sheet], *(further if sheet == "choices" else ())):
        for name in (column, *(heading(language, column) for language in questionnaire.languages)):
            if name in used:
                yield name


def heading(language: str, column: str) -> str:
    """The heading of a column's texts in a language: `label::中文 (zh)`."""
    return f"{column}::{language_cell(language)}"


def language_cell(language: str) -> str:
    return f"{LANGUAGES[language]} ({language})" if language in LANGUAGES else language


def _rows(questionnaire: Questionnaire) -> tuple[list[Cells], list[Cells], list[Cells]]:
    lists = _lists(questionnaire)
    survey = [row for section in questionnaire.sections for row in _section(section, lists)]
    choices = [
        _choice(q.name, choice) for q in questionnaire.questions if lists.get(q.name) == q.name for choice in q.choices
    ]
    settings = {
        **_texts("form_title", questionnaire.title),
        "default_language": language_cell(questionnaire.default_language),
        "audience": questionnaire.audience,
        "category": questionnaire.category,
        "group": questionnaire.beneficiary_group,
    }
    return survey, choices, [_filled(settings)]


def _lists(questionnaire: Questionnaire) -> Mapping[str, str]:
    """The list of options of each question that has some, named after the first question with the same options."""
    asked = [question for question in questionnaire.questions if question.choices]
    return {q.name: next(other.name for other in asked if other.choices == q.choices) for q in asked}


def _section(section: Section, lists: Mapping[str, str]) -> Iterator[Cells]:
    rows = [_question(question, lists) for question in section.questions]
    if not section.name:
        yield from rows
        return
    kind = "repeat" if section.repeats else "group"
    begin = {"type": f"begin_{kind}", "name": section.name, "relevant": written(section.relevant)}
    yield _filled(begin | _texts("label", section.label))
    yield from rows
    yield {"type": f"end_{kind}"}


def _question(question: Question, lists: Mapping[str, str]) -> Cells:
    return _filled(
        {
            "type": f"{question.type} {lists[question.name]}" if question.choices else question.type,
            "name": question.name,
            "required": "yes" if question.required else "",
            "read_only": "yes" if question.read_only else "",
            "default": question.default,
            "relevant": written(question.relevant),
            "constraint": written(question.constraint),
            "calculation": written(question.calculation),
            "choice_filter": written(question.choice_filter),
            "appearance": question.appearance,
            "parameters": " ".join(f"{name}={value}" for name, value in question.parameters.items()),
            "score": _score(question.score),
            "opens_finding": written(question.opens_finding),
            **_texts("label", question.label),
            **_texts("hint", question.hint),
            **_texts("required_message", question.required_message),
            **_texts("constraint_message", question.constraint_message),
        }
    )


def _choice(list_name: str, choice: Choice) -> Cells:
    points = "" if choice.points is None else _figure(choice.points)
    said = {"list_name": list_name, "name": choice.name, "points": points, PICTURE: choice.image}
    return _filled({**said, **_texts("label", choice.label), **_texts(PICTURE, choice.images), **choice.attributes})


def _score(score: Score | None) -> str:
    if score is None:
        return ""
    return f"max={_figure(score.max)} weight={_figure(score.weight)}" + (" na" if score.na else "")


def _figure(value: float) -> str:
    return f"{Decimal(str(value)).normalize():f}"


def _texts(column: str, texts: Texts) -> Cells:
    return {heading(language, column): text for language, text in texts.items()}


def _filled(row: Cells) -> Cells:
    return {column: cell for column, cell in row.items() if cell}
