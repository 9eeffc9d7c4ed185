"""A questionnaire written out as a workbook reads back the same."""

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings

from survey.questionnaires import versions, writing
from survey.questionnaires.expressions import compile_expression
from survey.questionnaires.spelling import written
from survey.questionnaires.xlsform import read, read_file
from tests.test_expressions import Deck, decks
from tests.test_xlsform import tiny

SHIPPED = {name: path for name, path in versions.shipped()}


@pytest.mark.parametrize("name", SHIPPED)
def test_what_ships_reads_back_with_the_same_hash(name: str) -> None:
    form = read_file(SHIPPED[name], name)
    again = read(writing.workbook(form), ".xlsx", "office/another-name")
    assert versions.content_hash(again) == versions.content_hash(form)


def test_everything_that_can_be_written_reads_back() -> None:
    form = tiny(
        "type | name | label::English (en) | label::中文 (zh) | hint::xx | required | relevant | constraint "
        "| constraint_message::中文 (zh) | appearance | parameters | score | opens_finding",
        "select_one yn | a | A | 甲 | | yes | | | | likert | | weight=0.5 | . = 'no'",
        "select_one yn | b | B | 乙 | h | | | | | minimal | | |",
        "begin group | g | G | 组 | | | ${a} = 'yes' and (${b} = 'no' or not(${a} = ${b})) | | | | | |",
        "range | c | C | =1+1 | | | | -. * 2 < 0.50 | 不行 | | start=0 end=20 step=0.5 | na |",
        "text | d | D | 丁 | | | | regex(., '[0-9]{6}') | | multiline | | |",
        "end group | | | | | | | | | | | |",
        "note | e | E | 注 | | | concat(\"it's\", ${d}) != '' | | | | | |",
    )
    again = read(writing.workbook(form), ".xlsx", form.name)
    assert again == form
    assert again.languages == ("en", "zh", "xx")


def test_a_label_that_looks_like_a_formula_stays_text() -> None:
    book = openpyxl.load_workbook(BytesIO(writing.workbook(tiny("type | name | label", "text | a | =1+1"))))
    cell = next(cell for row in book["survey"].iter_rows() for cell in row if cell.value == "=1+1")
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@settings(max_examples=100, deadline=None)
@given(deck=decks)
def test_a_written_expression_compiles_to_the_same_tree(deck: Deck) -> None:
    for source in [deck.expression() for _ in range(20)]:
        tree = compile_expression(source)
        assert compile_expression(written(tree)) == tree
        assert str(compile_expression(written(tree))) == str(tree)


@pytest.mark.parametrize(
    "source", ["1 - (2 - 3)", "1 - 2 - 3", "-(1 + 2)", "--1", "1 = (2 = 3)", "1 < 2 and (3 or 4)", "0.000000000000001"]
)
def test_brackets_stand_only_where_they_are_needed(source: str) -> None:
    assert written(compile_expression(source)) == source
