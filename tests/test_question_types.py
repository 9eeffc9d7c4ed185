"""One tiny questionnaire a question type: how it reads, what it stores, and that it can be written out and tried."""

import pytest

from survey import problems
from survey.questionnaires import answers, versions, writing
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.trials import trials
from survey.questionnaires.xlsform import of_sheets
from tests.test_xlsform import refused, tiny

AT = "2026-11-28T09:30:00"


def clean(form: Questionnaire, at: str = AT, **fields: str | list[str]) -> answers.Answers:
    posted = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return answers.clean(form, posted, at)


def stays(form: Questionnaire) -> Questionnaire:
    """The questionnaire, after its workbook read the same and all that it offers could be sent."""
    again = of_sheets(writing.sheets(form), form.name)
    assert versions.content_hash(again) == versions.content_hash(form)
    assert [trial for trial in trials(form) if trial.fields is None] == []
    return form


OLD = "a2a3c237"


def test_or_other_is_an_option_and_a_line_behind() -> None:
    form = stays(tiny("type | name | label", "select_one fruit or_other | q | 爱吃什么"))
    assert [(q.name, q.type) for q in form.questions] == [("q", "select_one"), ("q_other", "text")]
    assert form.questions[0].choices[-1].label == {"zh": "其他"}
    assert clean(form, q="other", q_other="香蕉") == {"q": "other", "q_other": "香蕉"}
    assert clean(form, q="a", q_other="香蕉") == {"q": "a"}
    many = stays(tiny("type | name | label::English (en)", "select_multiple fruit or_other | q | Fruit", more=ENGLISH))
    assert many.questions[1].label == {"en": "Other, please say which"}
    assert clean(many, q=["a", "other"], q_other="fig") == {"q": ["a", "other"], "q_other": "fig"}


ENGLISH = "| choices |\n| | list_name | name | label::English (en) |\n| | fruit | a | Apple |\n| | fruit | b | Pear |"


def test_the_line_of_or_other_needs_a_name_that_is_free() -> None:
    fault, _ = refused("type | name | label", "select_one fruit or_other | q | 问", "text | q_other | 说")
    assert fault == "survey, row 2, type: The name q_other is used twice. Please rename one of them."


@pytest.mark.parametrize(
    ("kind", "default", "standing"),
    [
        ("text", "x y", ["x y"]),
        ("integer", "7", ["7"]),
        ("date", "2026-01-01", ["2026-01-01"]),
        ("date", "today()", ["2026-11-28"]),
        ("time", "now()", ["09:30"]),
        ("select_one fruit", "b", ["b"]),
        ("select_multiple fruit", "b a", ["b", "a"]),
        ("range", "5", ["5"]),
        ("acknowledge", "OK", ["OK"]),
    ],
)
def test_a_default_stands_there_at_first_and_is_no_answer_by_itself(
    kind: str, default: str, standing: list[str]
) -> None:
    form = stays(tiny("type | name | label | default", f"{kind} | q | 问 | {default}"))
    assert answers.posted_default(form.questions[0], AT) == standing
    assert clean(form) == {}


def test_what_nobody_can_change_is_stored_whatever_is_sent() -> None:
    form = stays(
        tiny(
            "type | name | label | read_only | default | relevant",
            "select_one fruit | q | 问 | yes | b |",
            "text | why | 为何 | | | ${q} = 'b'",
        )
    )
    assert clean(form, why="x") == {"q": "b", "why": "x"}
    with pytest.raises(problems.NotAsked):
        clean(form, q="a")


SUM = tiny(
    "type | name | label | calculation | relevant",
    "integer | apples | 苹果 | |",
    "integer | pears | 梨 | |",
    "calculate | total | | ${apples} + coalesce(${pears}, 0) |",
    "calculate | much | | ${total} > 10 |",
    "text | why | 怎么吃得完 ${total} 个？ | | ${much} = 1",
)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"apples": "8", "pears": "4"}, {"total": 12, "much": 1}),
        ({"apples": "8"}, {"total": 8, "much": 0}),
        ({"pears": "4"}, {"much": 0}),
    ],
)
def test_a_calculation_is_worked_out_by_the_server(given: dict[str, str], kept: dict[str, int]) -> None:
    found = clean(stays(SUM), **given, why="和邻居分")
    assert {name: found[name] for name in found if name in ("total", "much")} == kept
    assert ("why" in found) == (kept["much"] == 1)


def test_a_result_from_the_phone_is_refused() -> None:
    with pytest.raises(problems.NotAsked):
        clean(SUM, apples="1", total="99")


@pytest.mark.parametrize(
    ("calculation", "kept"),
    [
        ("concat(${apples}, '个')", "3个"),
        ("${apples} div 2", 1.5),
        ("${apples} div 0", None),
        ("today()", "2026-11-28"),
        ("now()", AT),
        ("once(today())", "2026-11-28"),
        ("round(decimal-date-time(now()) - decimal-date-time(today()), 4)", 0.3958),
        ("''", None),
    ],
)
def test_a_calculation_may_give_anything(calculation: str, kept: object) -> None:
    form = stays(
        tiny(
            "type | name | label | calculation", "integer | apples | 苹果 |", f"calculate | out | 结果 | {calculation}"
        )
    )
    assert clean(form, apples="3").get("out") == kept


@pytest.mark.parametrize(
    ("column", "text", "told"),
    [
        ("label", "${later} 个", "survey, row 2, label: The condition asks about later, which"),
        ("label", "${nobody} 个", "survey, row 2, label: There is no question nobody"),
        ("hint", "${q}", "survey, row 2, hint: The condition asks about the question itself"),
        ("constraint_message", "${later}", "survey, row 2, constraint_message: Answers can be mentioned in the label"),
    ],
)
def test_a_text_mentions_only_what_is_answered_before(column: str, text: str, told: str) -> None:
    columns = {"label": "问", "hint": "", "constraint_message": ""} | {column: text}
    found = refused("type | name | " + " | ".join(columns), f"text | q | {' | '.join(columns.values())}",
                    "text | later | 后 | |")  # fmt: skip
    assert any(fault.startswith(told) for fault in found), found


def test_what_was_published_before_keeps_its_hash() -> None:
    form = tiny("type | name | label | relevant", "select_one yn | a | 甲 |", "range | b | 乙 | ${a} = 'yes'")
    assert versions.content_hash(form)[:8] == OLD
