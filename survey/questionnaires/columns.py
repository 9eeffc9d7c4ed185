"""The headings of a questionnaire's sheets, and the languages that stand in them: `label::中文 (zh)`."""

import re
from collections.abc import Iterator, Sequence

from survey.problems import N_, Fault
from survey.questionnaires.expressions import ExpressionError, compile_expression, named
from survey.questionnaires.model import Texts
from survey.questionnaires.values import UNSEEN
from survey.questionnaires.workbook import Row, Sheet, Sheets

PICTURE = "media::image"
"""The column of choices for a picture, which may name a language as the texts do: `media::image::English (en)`."""
TEXTS = {
    "survey": ("label", "hint", "required_message", "constraint_message"),
    "choices": ("label",),
    "settings": ("form_title",),
}
PLAIN = {
    "survey": (
        "type", "name", "required", "read_only", "default", "relevant", "constraint", "calculation", "choice_filter",
        "appearance", "parameters", "score", "opens_finding",
    ),
    "choices": ("list_name", "name", "points", PICTURE),
    "settings": ("default_language", "audience", "category", "group", "form_id", "version"),
}  # fmt: skip
IN_BRACKETS = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
USUAL_LANGUAGE = "zh"

UNKNOWN_COLUMN = N_("The column {column} is not supported. Please remove it; supported are {columns}.")
UNKNOWN_LANGUAGE = N_("The language in {column} is not clear. Write its code in brackets, like label::中文 (zh).")
TOO_LONG = N_("This has {count} characters, and people read at most {most}. Please shorten it.")
NO_HEADING = N_("There is something in a column without a heading. Please give it one or empty the cell.")


TOO_MANY_LANGUAGES = N_("This is one language more than the {most} that are taken. Please remove some.")
MOST_LANGUAGES = 10
MOST = {"survey": 2000, "choices": 200, "settings": 200}
"""Characters of one text."""


def language_code(written: str) -> str:
    """The code in `中文 (zh)` or `zh`; empty when there is none."""
    if found := IN_BRACKETS.search(written):
        return found[1].lower()
    return written.strip().lower() if CODE.fullmatch(written.strip()) else ""


def split_heading(heading: str) -> tuple[str, str]:
    """(column, language as written) of a heading."""
    media, pictured, language = heading.partition(f"{PICTURE}::")
    if pictured and not media:
        return PICTURE, language.strip()
    column, _, language = heading.partition("::")
    return column.strip(), language.strip()


def _is_spoken(sheet: str, column: str, language: str) -> bool:
    """Whether a column of a sheet holds something in a language."""
    return column in TEXTS[sheet] or (sheet == "choices" and column == PICTURE and bool(language))


def languages_of(sheets: Sheets) -> tuple[str, ...]:
    """The languages of texts and pictures in the order of the file; `""` stands for headings that name none."""
    found = []
    for name in ("survey", "choices"):
        for heading in sheets[name].columns:
            column, language = split_heading(heading)
            if _is_spoken(name, column, language):
                found.append(language_code(language))
    return tuple(dict.fromkeys(found))


def too_many_languages(sheets: Sheets) -> Iterator[Fault]:
    """The heading that brings one language more than are taken."""
    codes: set[str] = set()
    for name in ("survey", "choices"):
        for heading in sheets[name].columns:
            column, language = split_heading(heading)
            if _is_spoken(name, column, language) and language_code(language) not in codes:
                codes.add(language_code(language))
                if len(codes) == MOST_LANGUAGES + 1:
                    yield Fault(name, 1, heading, TOO_MANY_LANGUAGES, {"most": MOST_LANGUAGES})


def texts_of(row: Row, column: str, default_language: str) -> Texts:
    """A row's texts in one column by language, those of the default language first, without signs that nobody sees."""
    found = {}
    for heading, text in row.cells.items():
        named, language = split_heading(heading)
        if named == column:
            found[language_code(language) if language else default_language] = UNSEEN.sub("", text)
    return dict(sorted(found.items(), key=lambda item: item[0] != default_language))


def heading_of(sheet: Sheet, column: str, default_language: str) -> str:
    """The heading under which a text of the default language belongs."""
    for heading in sheet.columns:
        named, language = split_heading(heading)
        if named == column and language_code(language) == default_language:
            return heading
    return column


def of_options(sheets: Sheets) -> list[str]:
    """The further columns of the sheet choices that choice filters ask for, in the order of the file."""
    asked = {name for row in sheets["survey"].rows for name in _asked(row.get("choice_filter"))}
    return [heading for heading in dict.fromkeys(sheets["choices"].columns) if heading in asked]


def _asked(choice_filter: str) -> set[str]:
    try:
        return {name[1:] for name in named(compile_expression(choice_filter, of_options=True)) if name[0] == "#"}
    except ExpressionError:
        return set()


def faults_of(name: str, sheet: Sheet, further: Sequence[str] = ()) -> Iterator[Fault]:
    """What is wrong with the headings of a sheet; one whose column is empty does no harm."""
    for row in sheet.rows:
        for heading, text in row.cells.items():
            if len(text) > MOST[name] and split_heading(heading)[0] in TEXTS[name]:
                yield row.fault(heading, TOO_LONG, count=len(text), most=MOST[name])
    for heading in dict.fromkeys(heading for row in sheet.rows for heading in row.cells):
        first = next(row for row in sheet.rows if row.get(heading))
        column, language = split_heading(heading)
        if heading == "?":
            yield first.fault("", NO_HEADING)
        elif heading in PLAIN[name]:
            continue
        elif column in TEXTS[name] or _is_spoken(name, column, language):
            if "::" in heading and not language_code(language):
                yield first.fault(heading, UNKNOWN_LANGUAGE, column=heading)
        elif heading not in PLAIN[name] and heading not in further:
            supported = ", ".join((*PLAIN[name], *TEXTS[name]))
            yield first.fault(heading, UNKNOWN_COLUMN, column=heading, columns=supported)
