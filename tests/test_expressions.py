"""Conditions mean what their author wrote, and nonsense is found when it is published."""

import pytest

from survey.questionnaires.evaluate import evaluate, text
from survey.questionnaires.expressions import ExpressionError, compile_expression
from survey.questionnaires.xlsform import FormError, read_markdown


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("7 mod 4 div 2", "1.5"),
        ("${a} < 12", "true"),
        ("${na} < 12", "false"),
        ("${gone} = ''", "true"),
        ("${a} = 5 and not(${a} > 9)", "true"),
        ("selected(${many}, 'y')", "true"),
        ("count-selected(${many}) <= 1", "false"),
        ("if(${a} = 5, 'five', 'other')", "five"),
        ("round(2.5)", "3"),
        ("- 0", "0"),
        ("string-length('五张清单')", "4"),
        ("concat('a', 1, ${many})", "a1x y"),
    ],
)
def test_an_expression_has_its_value(source: str, value: str) -> None:
    answers = {"a": 5, "na": "na", "many": ["x", "y"]}
    assert text(evaluate(compile_expression(source), answers)) == value


@pytest.mark.parametrize("source", [". >= 0 and and . <= 100", "(1", "1 2", "nothing(1)", "not()", "'open", "${a", "#"])
def test_nonsense_is_refused(source: str) -> None:
    with pytest.raises(ExpressionError):
        compile_expression(source)


def test_a_condition_on_a_later_question_is_refused_with_its_row() -> None:
    table = """| survey |
| | type | name | label::中文 (zh) | relevant |
| | text | a | 甲 | ${b} = '1' |
| | text | b | 乙 | |
| settings |
| | form_title::中文 (zh) | default_language | audience |
| | 试 | zh | resident |
"""
    with pytest.raises(FormError, match="survey, row 2, column relevant"):
        read_markdown(table, "resident/try")
