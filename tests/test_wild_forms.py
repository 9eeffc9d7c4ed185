"""XLSForms as others write them: older spellings are read, and what is not asked here is refused with what to do."""

import pytest
from markupsafe import escape
from sqlalchemy.orm import Session

from survey.problems import WrongForm
from survey.questionnaires import versions
from survey.questionnaires.xlsform import read
from survey.web.emphasis import marked
from tests.conftest import Clock
from tests.test_xlsform import refused
from tests.walker import Browser


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("start", "“start” notes something about the phone or the moment"),
        ("deviceid", "nothing about phones. Please remove this row."),
        ("audio", "nobody is recorded"),
        ("barcode", "nobody is recorded, scanned or filmed here"),
        ("select_one_from_file towns.csv", "“select_one_from_file towns.csv” takes options from another file"),
        ("string", "“string” is an old spelling. Please write text."),
        ("select one from fruit", "Please write select_one."),
        ("select all that apply from fruit or specify other", "Please write select_multiple."),
        ("begin loop over fruit", "repeats questions for every option"),
        ("dateTime", "Please ask for a date and for a time."),
        ("telegram", "The question type “telegram” is not supported. Supported are text,"),
    ],
)
def test_a_type_that_is_not_asked_is_told_with_what_to_do(written: str, told: str) -> None:
    (fault,) = refused("type | name | label", f"{written} | q | 问", "text | b | 乙")
    assert fault.startswith("survey, row 2, type: ")
    assert told in fault


def test_a_condition_about_a_refused_row_is_no_fault_of_its_own() -> None:
    assert len(refused("type | name | label | relevant", "audio | q | 问 |", "text | b | 乙 | ${q} = 'yes'")) == 1


def test_the_older_headings_of_choices_are_read() -> None:
    """As KoboToolbox and ODK wrote them for years: `list name` with a space."""
    form = read(
        b'"survey","type","name","label"\n,"select_one yn","q","Q"\n"choices","list name","name","label"\n'
        b',"yn","yes","Yes"\n',
        ".csv",
        "office/old",
    )
    assert [choice.name for choice in form.questions[0].choices] == ["yes"]


def test_a_language_behind_one_colon_is_told_how_to_write_it() -> None:
    with pytest.raises(WrongForm) as refusal:
        read(b'"survey","type","name","label:english"\n,"text","q","Q"\n', ".csv", "office/old")
    assert "Write its code in brackets, like label::" in "".join(str(fault) for fault in refusal.value.faults)


def test_a_no_is_no_fault_where_the_type_takes_no_yes() -> None:
    table = "| survey |\n| | type | name | label | required |\n| | note | n | 注 | no |\n| | text | a | 甲 | false |\n"
    assert len(read(table.encode(), ".md", "office/no").questions) == 2


@pytest.mark.parametrize(("sheet", "most"), [("survey", 2000), ("choices", 200)])
def test_a_text_of_four_thousand_characters_is_refused_at_its_cell(sheet: str, most: int) -> None:
    long, short = "长" * 4000, "短"
    labels = (long, short) if sheet == "survey" else (short, long)
    table = (
        f"| survey |\n| | type | name | label::中文 (zh) |\n| | select_one l | q | {labels[0]} |\n"
        f"| choices |\n| | list_name | name | label::中文 (zh) |\n| | l | 1 | {labels[1]} |\n"
    )
    with pytest.raises(WrongForm) as refusal:
        read(table.encode(), ".md", "office/long")
    (fault,) = refusal.value.faults
    assert (fault.sheet, fault.row, fault.column) == (sheet, 2, "label::中文 (zh)")
    assert f"4000 characters, and people read at most {most}" in str(fault)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**很**重要", "<strong>很</strong>重要"),
        ("请*认真*看", "请*认真*看"),
        ("请 *认真* 看", "请 <em>认真</em> 看"),
        ("第一行\n第二行", "第一行<br>第二行"),
        ("<b>粗</b> **<i>x</i>**", "&lt;b&gt;粗&lt;/b&gt; <strong>&lt;i&gt;x&lt;/i&gt;</strong>"),
        ("2*3*4 和 a_b_c", "2*3*4 和 a_b_c"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("مرحبا 😀", "مرحبا 😀"),
    ],
)
def test_emphasis_and_line_breaks_are_shown_and_html_is_text(written: str, shown: str) -> None:
    assert str(escape(marked(written))) == shown


def test_marks_that_turn_the_direction_of_writing_are_taken_out() -> None:
    table = "| survey |\n| | type | name | label |\n| | text | q | \u202eمرحبا\u202c 好 |\n"
    assert read(table.encode(), ".md", "office/rtl").questions[0].label == {"zh": "مرحبا 好"}


def test_the_page_of_a_form_with_awkward_labels_is_whole(office: Browser, session: Session, clock: Clock) -> None:
    form = read(
        b"| survey |\n| | type | name | label | hint |\n"
        + "| | integer | q | **<img src=x>** 😀 | 请 *认真* 看 |\n| | range | r | مرحبا **ا** | |\n".encode(),
        ".md",
        "office/awkward",
    )
    version = versions.draft(session, form, "0" * 64)
    session.commit()
    address = office.open(f"/desk/questionnaires/{version.id}").page.select_one("iframe")["src"]  # type: ignore[index]
    page = office.open(str(address)).page
    assert [each.get_text() for each in page.select("strong")][:1] == ["<img src=x>"]
    assert page.select_one("img[src=x]") is None
    assert page.select_one("em")
    assert page.select_one("[aria-label='مرحبا ا']")
