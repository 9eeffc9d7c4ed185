"""XLSForms as others write them: older spellings are read, and what is not asked here is refused with what to do."""

import pytest

from survey.problems import WrongForm
from survey.questionnaires.xlsform import read
from tests.test_xlsform import refused


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
