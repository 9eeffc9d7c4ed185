"""Questionnaires as their authors write them: one tiny file per feature, and what is wrong is told with its cell."""

import json
import re
import tracemalloc
import zipfile
from io import BytesIO
from time import process_time

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.packaging.relationship import Relationship
from openpyxl.workbook.external_link import ExternalLink
from openpyxl.workbook.external_link.external import ExternalBook

from survey.problems import WrongForm
from survey.questionnaires.model import Choice, Question, Questionnaire, Score, from_document, to_document
from survey.questionnaires.xlsform import read

CHOICES = """
| choices |           |      |       |        |
|         | list_name | name | label | points |
|         | yn        | yes  | 是    | 100    |
|         | yn        | no   | 否    | 0      |
|         | fruit     | a    | 苹果  |        |
|         | fruit     | b    | 梨    |        |
"""


def table(columns: str, *rows: str, more: str = CHOICES) -> str:
    lines = [f"| | {' | '.join(cell.strip() for cell in row.split('|'))} |" for row in (columns, *rows)]
    return "\n".join(["| survey |", *lines, more])


def tiny(columns: str, *rows: str, more: str = CHOICES) -> Questionnaire:
    return read(table(columns, *rows, more=more).encode(), ".md", "resident/tiny")


def only(columns: str, row: str) -> Question:
    (question,) = tiny(columns, row).questions
    return question


def refused(columns: str, *rows: str, more: str = CHOICES) -> list[str]:
    with pytest.raises(WrongForm) as refusal:
        tiny(columns, *rows, more=more)
    return [str(fault) for fault in refusal.value.faults]


@pytest.mark.parametrize(
    "kind", ["text", "integer", "decimal", "date", "time", "note", "acknowledge", "geopoint", "image"]
)
def test_plain_types_are_read(kind: str) -> None:
    assert only("type | name | label", f"{kind} | q | 问") == Question("q", kind, {"zh": "问"})


def test_a_choice_question_has_its_options_in_order() -> None:
    question = only("type | name | label | appearance", "select_one yn | q | 问 | likert")
    assert question.choices == (Choice("yes", {"zh": "是"}, 100.0), Choice("no", {"zh": "否"}, 0.0))
    assert question.appearance == "likert"
    assert only("type | name | label", "select_multiple fruit | q | 问").type == "select_multiple"


def test_a_range_knows_its_marks() -> None:
    question = only("type | name | label | parameters | score", "range | q | 问 | start=0 end=20 step=2 | weight=5 na")
    assert question.parameters == {"start": "0", "end": "20", "step": "2"}
    assert question.score == Score(max=20, weight=5, na=True)
    assert only("type | name | label", "range | q | 问").parameters == {"start": "1", "end": "10", "step": "1"}


def test_groups_become_sections_and_loose_questions_stand_between() -> None:
    form = tiny(
        "type | name | label | relevant",
        "text | a | 甲 |", "begin group | g | 组 | ${a} != ''", "text | b | 乙 |", "end group | | |", "text | c | 丙 |",
    )  # fmt: skip
    assert [(s.name, [q.name for q in s.questions]) for s in form.sections] == [("", ["a"]), ("g", ["b"]), ("", ["c"])]
    assert form.sections[1].relevant == ["!=", ["ref", "a"], ""]


def test_rules_are_compiled() -> None:
    question = only(
        "type | name | label | required | constraint | opens_finding", "integer | q | 问 | yes | . < 9 | . <= 2"
    )
    assert (question.required, question.constraint, question.opens_finding) == (True, ["<", ["."], 9], ["<=", ["."], 2])


def test_texts_stand_in_their_languages() -> None:
    form = tiny(
        "type | name | label::English (en) | label::中文 (zh) | required_message::zh",
        "text | q | Name | 名字 | 请填",
        more="| settings |\n| | default_language | form_title::中文 (zh) | audience | category |\n"
        "| | 中文 (zh) | 小 | deputy | 教育；医疗卫生 |",
    )
    (question,) = form.questions
    assert (form.languages, form.default_language, form.audience) == (("en", "zh"), "zh", "deputy")
    assert form.categories == ("教育", "医疗卫生")
    assert form.say(question.label, "en") == "Name"
    assert form.say(question.label, "ko") == "名字"
    assert form.title == {"zh": "小"}
    assert question.required_message == {"zh": "请填"}


def test_a_questionnaire_survives_json() -> None:
    form = tiny("type | name | label | relevant", "text | a | 甲 |", "select_one yn | b | 乙 | ${a} = 'x'")
    assert from_document(json.loads(json.dumps(to_document(form)))) == form


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


SURVEY = [["type", "name", "label", "required"], ["select_one yn", "q", "问", True]]
LISTS = [["list_name", "name", "label", "points"], ["yn", 1, "是", 100], ["yn", 0, "否", 0]]


def test_excel_csv_and_markdown_give_the_same() -> None:
    excel = read(workbook(survey=SURVEY, choices=LISTS), ".xlsx", "resident/x")
    lines = [f",{','.join(map(str, row))}" for row in SURVEY]
    more = [f",{','.join(map(str, row))}" for row in LISTS]
    comma = read("\n".join(["survey", *lines, "choices", *more]).encode(), ".csv", "resident/x")
    marked = "\n".join(f"|{line.replace(',', '|')}|" for line in ["survey,", *lines, "choices,", *more])
    assert excel == comma == read(marked.encode(), ".md", "resident/x")
    assert excel.questions[0].required


@pytest.mark.parametrize(
    ("data", "ending", "part"),
    [
        (b"", ".xls", "save it as .xlsx"),
        (b"", ".docx", "is an .xlsx workbook"),
        (b"PK nonsense", ".xlsx", "not an .xlsx workbook"),
        (workbook(survey=[["type", 7, "label"], ["text", "a", "A"]]), ".xlsx", "heading in the first row is a number"),
        (b"\xff\xfe\x00", ".md", "could not be read"),
        (b"hello", ".md", "could not be read"),
        (b"hello", ".csv", "could not be read"),
        (b"x" * (5 * 1024 * 1024 + 1), ".csv", "larger than 5 MB"),
        (b"| choices |\n| | list_name | name |\n| | a | b |\n| settings | x |\n| | a |", ".md", "no sheet “survey”"),
        (b"| survey |\n| | type |\n| | text | a | b |", ".md", "more cells than there are headings"),
        (b"| survey |\n| | type | name | label |\n| | text | a | b |\n| choises |\n| | a |\n| | b |", ".md", "choises"),
        (b"| survey |\n| | type | name | label |\n" + b"| | note | n | x |\n" * 2001, ".md", "more than 2000 rows"),
    ],
)  # fmt: skip
def test_what_is_no_questionnaire_is_refused(data: bytes, ending: str, part: str) -> None:
    with pytest.raises(WrongForm) as refusal:
        read(data, ending, "resident/x")
    assert part in "\n".join(map(str, refusal.value.faults))


def test_macros_are_refused() -> None:
    file = BytesIO(workbook(survey=SURVEY, choices=LISTS))
    with zipfile.ZipFile(file, "a") as parts:
        parts.writestr("xl/vbaProject.bin", b"x")
    with pytest.raises(WrongForm) as refusal:
        read(file.getvalue(), ".xlsx", "resident/x")
    assert "macros" in str(refusal.value.faults[0])


def test_links_to_other_workbooks_are_refused() -> None:
    """As Excel stores a cell whose formula asks another file."""
    book = load_workbook(BytesIO(workbook(survey=SURVEY, choices=LISTS)))
    link = ExternalLink(externalBook=ExternalBook(id="rId1"))
    link.file_link = Relationship(type="externalLinkPath", Target="prices.xlsx", TargetMode="External")
    book._external_links.append(link)
    book["survey"]["C2"] = "=[1]Sheet1!A1"
    file = BytesIO()
    book.save(file)
    with pytest.raises(WrongForm) as refusal:
        read(file.getvalue(), ".xlsx", "resident/x")
    assert "links to other workbooks" in str(refusal.value.faults[0])


def test_a_hundred_thousand_rows_are_refused_before_they_are_read() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>note</t></is></c></row>' for row in range(1, 100_001)
    )
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook(survey=SURVEY))) as parts, zipfile.ZipFile(file, "w", 8) as long:
        for name in parts.namelist():
            part = parts.read(name).decode()
            long.writestr(name, re.sub(r"<row.*</row>", rows, part) if "sheetData" in part else part)
    tracemalloc.start()
    began = process_time()
    with pytest.raises(WrongForm) as refusal:
        read(file.getvalue(), ".xlsx", "resident/x")
    took, (_, peak) = process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    (fault,) = refusal.value.faults
    assert str(fault) == "survey: The sheet has more than 2000 rows. Please split the questionnaire."
    assert (took < 1, peak < 32 * 1024 * 1024) == (True, True), (took, peak)


MANY = " | ".join(f"label::Language (a{letter})" for letter in "abcdefghijk")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["type | name | label", *[f"text | q{n} | x" for n in range(301)]], "survey, row 302, type: These are more"),
        (["type | name | label", "select_one big | q | x"], "choices, row 502, list_name: This list has more than 500"),
        ([f"type | name | {MANY}", "text | q" + " | x" * 11], "row 1, label::Language (ak): This is one language more"),
    ],
)
def test_more_than_anybody_asks_is_refused_at_its_cell(rows: list[str], told: str) -> None:
    options = "\n".join(f"| | big | o{n} | x |" for n in range(501))
    more = f"| choices |\n| | list_name | name | label |\n{options}" if "big" in rows[1] else ""
    (fault,) = refused(*rows, more=more)
    assert told in fault


def test_the_cell_in_excel_is_named() -> None:
    rows = [["type", "name", "label", "relevant"], ["text", "a", "甲"], [], ["text", "b", "乙", "${c} = 1"]]
    with pytest.raises(WrongForm) as refusal:
        read(workbook(survey=rows), ".xlsx", "resident/x")
    (fault,) = refusal.value.faults
    assert (fault.sheet, fault.row, fault.column) == ("survey", 4, "relevant")


@pytest.mark.parametrize(
    ("kind", "column", "cell", "part"),
    [
        ("audio", "", "", "“audio” is not asked: nobody is recorded"),
        ("geopoint", "required", "yes", "A row of type geopoint does not take required"),
        ("image", "required", "yes", "A row of type image does not take required"),
        ("geopoint", "constraint", ". > 1", "A row of type geopoint does not take constraint"),
        ("text yn", "", "", "“text yn” is not supported"),
        ("begin repeat", "", "", "This repeat is not ended"),
        ("select_one none", "", "", "There is no list “none”"),
        ("end group", "", "", "No group is open"),
        ("begin group", "", "", "This group is not ended"),
        ("text", "calculation", "1", "A row of type text does not take calculation"),
        ("calculate", "hint", "x", "A row of type calculate does not take hint"),
        ("calculate", "calculation", "", "There is nothing to work out"),
        ("calculate", "calculation", "${q} + 1", "The calculation asks for its own result"),
        ("calculate", "calculation", "${later} + 1", "There is no question later"),
        ("calculate", "calculation", "1 +", "The condition ends too early"),
        ("calculate", "calculation", "'a' * 2", "“*” needs numbers, and “a” is none"),
        ("integer", "default", "many", "“many” is no answer to this question"),
        ("date", "default", "yesterday()", "“yesterday()” is no answer to this question"),
        ("select_multiple fruit", "default", "a z", "“a z” is no answer to this question"),
        ("select_one yn", "default", "yes", "Silence is no answer"),
        ("text", "read_only", "yes", "What nobody can change needs a default"),
        ("calculate", "calculation", "position(..)", "this stands in no repeat"),
        ("text", "read_only", "perhaps", "Write yes or leave it empty"),
        ("note", "default", "x", "A row of type note does not take default"),
        ("text", "label::Klingon", "nuq", "The language in label::Klingon is not clear"),
        ("text", "appearance", "signature", "“signature” is not known in appearance"),
        ("date", "appearance", "minimal", "A row of type date does not take appearance"),
        ("text", "required", "maybe", "Write yes or leave it empty"),
        ("note", "required", "yes", "A row of type note does not take required"),
        ("range", "parameters", "start=5 end=1", "A range goes up"),
        ("range", "parameters", "end=10 step=4", "A range goes up"),
        ("range", "parameters", "end=x", "“x” is not a number"),
        ("range", "parameters", "end=1e9", "“1e9” is not a number"),
        ("range", "parameters", "top=9", "“top” is not a parameter"),
        ("range", "parameters", "9", "“9” could not be read"),
        ("range", "score", "max=5", "Full marks are 10 here"),
        ("range", "score", "weight=0", "A weight is larger than 0"),
        ("range", "score", "heavy", "“heavy” could not be read"),
        ("range", "score", "size=3", "“size” is not known in score"),
        ("select_one fruit", "score", "weight=1", "No option of this question has points"),
        ("select_one yn", "score", "na", "The options of this question say it themselves"),
        ("text", "score", "weight=1", "A row of type text does not take score"),
        ("text", "relevant", "${q} = 1", "The condition asks about the question itself"),
        ("text", "relevant", ". = 1", "The condition asks about the question itself"),
        ("text", "relevant", "${x} = 1", "There is no question x"),
        ("text", "relevant", "1 +", "The condition ends too early"),
        ("text", "constraint", ". < 9", "“<” needs numbers, and . is none"),
        ("text", "constraint", "'a' + 1 = 2", "“+” needs numbers, and “a” is none"),
        ("integer", "constraint", "selected(., 'a')", "selected() needs a question with options"),
        ("integer", "constraint", ". = 'many'", "so it is never “many”"),
        ("select_one yn", "constraint", "count-selected(.) < 2", "in which several options can be chosen"),
        ("select_one yn", "constraint", ". != 'maybe'", "q has no option “maybe”"),
        ("select_one yn", "constraint", ". < 9", "“<” needs numbers, and . is none"),
        ("select_multiple fruit", "constraint", ". = 'a'", "write selected(${q}, 'option')"),
        ("select_multiple fruit", "constraint", "selected(., 'z')", "q has no option “z”"),
    ],
)
def test_what_is_wrong_is_told_with_its_cell(kind: str, column: str, cell: str, part: str) -> None:
    found = refused(f"type | name | label | {column or 'hint'}", f"{kind} | q | 问 | {cell}")
    survey = [["type", "name", "label", column or "hint"], [kind, "q", "问", cell or None]]
    choices = [["list_name", "name", "label", "points"], ["yn", "yes", "是", 100], ["yn", "no", "否", 0]]
    choices += [["fruit", "a", "苹果", None], ["fruit", "b", "梨", None]]
    with pytest.raises(WrongForm) as refusal:
        read(workbook(survey=survey, choices=choices), ".xlsx", "resident/tiny")
    assert [str(fault) for fault in refusal.value.faults] == found
    assert [fault for fault in found if fault.startswith(f"survey, row 2, {column or 'type'}: ") and part in fault], (
        found
    )


@pytest.mark.parametrize("name", ["2q", "", "a b", "名", "a.b", "x" * 65])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    assert refused("type | name | label", f"text | {name} | 问")[0].startswith(
        f"survey, row 2, name: “{name}” cannot be"
    )


def test_a_question_without_words_is_refused() -> None:
    (fault,) = refused("type | name | label::中文 (zh)", "text | q |", more="")
    assert fault == "survey, row 2, label::中文 (zh): The text in the default language (zh) is missing."


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["text | q | 甲 |", "text | q | 乙 |"], "survey, row 3, name: The name q is used twice"),
        (
            ["text | a | 甲 | ${b} = 'x'", "text | b | 乙 |"],
            "survey, row 2, relevant: The condition asks about b, which",
        ),
        (["note | n | 注 |", "text | a | 甲 | ${n} = 'x'"], "survey, row 3, relevant: n has no answer of its own"),
        (["begin group | g | 组 |", "end group | | |"], "survey, row 2, type: This group has no questions"),
        (["begin group | g | 组 |", "begin group | h | 组 |"], "survey, row 3, type: A group cannot stand inside"),
        (["begin group | g | 组 | ${a} = 'x'", "text | a | 甲 |", "end group | | |"], "survey, row 2, relevant"),
    ],
)
def test_what_does_not_fit_together_is_told(rows: list[str], told: str) -> None:
    found = refused("type | name | label | relevant", *rows)
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(
    ("sheet", "columns", "rows", "told"),
    [
        (
            "choices",
            "list_name | name | label",
            ["yn | a b | 是"],
            "row 2, name: “a b” cannot be the name of an option",
        ),
        ("choices", "list_name | name | label", ["yn | a |"], "row 2, label: The text in the default language"),
        ("choices", "list_name | name | label", ["| a | 是"], "row 2, list_name: The option belongs to no list"),
        (
            "choices",
            "list_name | name | label",
            ["yn | a | 是", "yn | a | 否"],
            "row 3, name: The name a is used twice",
        ),
        ("choices", "list_name | name | label | points", ["yn | a | 是 | 101"], "row 2, points: Points go from 0"),
        ("choices", "list_name | name | label | points", ["yn | na | 是 | 5"], "row 2, points: The option na means"),
        ("choices", "list_name | name | label | image", ["yn | a | 是 | x.png"], "row 2, image: The column image"),
        ("settings", "audience", ["everybody"], "row 2, audience: “everybody” is not known"),
        ("settings", "audience", ["deputy", "deputy"], "row 3: The sheet settings has one row"),
        ("settings", "default_language", ["Klingon"], "row 2, default_language: There are no texts"),
        ("settings", "category", ["教育、" * 80], "row 2, category: These are more than 200 characters"),
        ("settings", "style", ["pages"], "row 2, style: The column style is not supported"),
    ],
)
def test_other_sheets_are_checked_too(sheet: str, columns: str, rows: list[str], told: str) -> None:
    more = "\n".join([f"| {sheet} |", *(f"| | {row} |" for row in (columns, *rows))])
    (fault,) = refused("type | name | label", "text | q | 问", more=more)
    assert fault.startswith(f"{sheet}, {told}")


def test_all_faults_are_told_at_once() -> None:
    found = refused("type | name | label | relevant", "video | v | 影 |", "text | 1 | | ${x} = 1")
    assert len(found) == 4


@pytest.mark.parametrize("name", ["validate", "meta", "data", "csrf_token", "constructor", "__proto__"])
def test_awkward_names_are_ordinary_names(name: str) -> None:
    assert only("type | name | label", f"text | {name} | 问").name == name


def test_html_in_a_label_stays_text() -> None:
    assert only("type | name | label", "text | q | <b>问</b>").label == {"zh": "<b>问</b>"}
