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


ORDER = tiny("type | name | label | required | relevant", "rank fruit | q | 排个队 | yes |",
             "text | why | 为何 | | selected-at(${q}, 0) = 'b'")  # fmt: skip


def test_a_ranking_is_all_options_in_their_order() -> None:
    stays(ORDER)
    assert clean(ORDER, q=["b", "a"], why="甜") == {"q": ["b", "a"], "why": "甜"}
    assert clean(ORDER, **{"q:a": "2", "q:b": "1"}, why="甜") == {"q": ["b", "a"], "why": "甜"}
    assert clean(ORDER, **{"q:a": "1", "q:b": "2"}, why="甜") == {"q": ["a", "b"]}


@pytest.mark.parametrize(
    "places", [("1", "1"), ("1", ""), ("", "2"), ("0", "1"), ("1", "3"), ("2", "one"), ("1" * 5000, "1"), ("-1", "1")]
)
def test_a_ranking_with_a_gap_is_told_what_to_do(places: tuple[str, str]) -> None:
    with pytest.raises(problems.WrongAnswers) as wrong:
        clean(ORDER, **{"q:a": places[0], "q:b": places[1]})
    assert str(wrong.value.fields["q"]) == "Please give every line another number, from 1 to 2."


def test_an_empty_ranking_is_no_answer() -> None:
    with pytest.raises(problems.WrongAnswers) as wrong:
        clean(ORDER, **{"q:a": "", "q:b": ""})
    assert str(wrong.value.fields["q"]) == "Please answer this question."
    for name in ("q:z", "why:a", "q:", ":a"):
        with pytest.raises(problems.NotAsked):
            clean(ORDER, **{name: "1"})


STREETS = """
| choices |           |        |       |        |
|         | list_name | name   | label | street |
|         | street    | north  | 北街  |        |
|         | street    | south  | 南街  |        |
|         | street    | none   | 别处  |        |
|         | stop      | park   | 公园  | north  |
|         | stop      | school | 学校  | north  |
|         | stop      | market | 菜场  | south  |
|         | stop      | ferry  | 渡口  | south  |
"""
STOPS = tiny(
    "type | name | label | required | choice_filter",
    "select_one street | street | 哪条街 | |",
    "select_one stop | stop | 哪一站 | yes | street = ${street} or name = ''",
    "select_multiple stop | others | 还有哪些 | | street = ${street} and name != ${stop}",
    more=STREETS,
)


def test_only_options_that_go_with_what_was_said_are_taken() -> None:
    stays(STOPS)
    given = clean(STOPS, street="north", stop="park", others=["school"])
    assert given == {"street": "north", "stop": "park", "others": ["school"]}
    for wrong in ({"stop": "market"}, {"stop": "park", "others": ["park"]}, {"stop": "park", "others": ["market"]}):
        with pytest.raises(problems.WrongAnswers):
            clean(STOPS, street="north", **wrong)


def test_where_no_option_is_left_none_must_be_chosen() -> None:
    assert clean(STOPS, street="none") == {"street": "none"}
    with pytest.raises(problems.WrongAnswers):
        clean(STOPS, street="south")


@pytest.mark.parametrize(
    ("choice_filter", "told"),
    [
        ("ward = ${a}", "survey, row 3, choice_filter: There is no column ward in the sheet choices"),
        ("street = ${b}", "survey, row 3, choice_filter: The condition asks about the question itself"),
        ("street = ${c}", "survey, row 3, choice_filter: There is no question c"),
        ("street = ", "survey, row 3, choice_filter: The condition ends too early"),
    ],
)
def test_a_filter_that_cannot_be_is_told_with_its_cell(choice_filter: str, told: str) -> None:
    rows = ("text | a | 甲 |", f"select_one stop | b | 乙 | {choice_filter}")
    found = refused("type | name | label | choice_filter", *rows, more=STREETS)
    assert any(fault.startswith(told) for fault in found), found


def test_a_column_that_no_filter_asks_for_is_refused() -> None:
    (fault,) = refused("type | name | label", "select_one stop | a | 甲", more=STREETS)
    assert fault.startswith("choices, row 5, street: The column street is not supported.")


def test_rank_and_filters_have_no_other() -> None:
    assert "There is no list “fruit or_other”" in refused("type | name | label", "rank fruit or_other | a | 甲")[0]
    found = refused("type | name | label | choice_filter", "select_one fruit or_other | a | 甲 | name != 'b'")
    assert found[0].startswith("survey, row 2, choice_filter: With or_other there is no choice filter.")


BUSES = """
| choices |           |        |       |
|         | list_name | name   | label |
|         | yn        | yes    | 是    |
|         | yn        | no     | 否    |
|         | stop      | park   | 公园  |
|         | stop      | market | 菜场  |
|         | stop      | ferry  | 渡口  |
"""
TRIPS = tiny(
    "type | name | label | required | relevant | constraint | calculation",
    "select_one yn | used | 坐过公交吗 | yes | | |",
    "begin repeat | trips | 第几趟 | | ${used} = 'yes' | |",
    "select_one stop | stop | 在哪站上车 | yes | | |",
    "integer | minutes | 等了几分钟 | | | . >= 0 |",
    "text | why | 第 ${stop} 站为何等这么久 | | ${minutes} > 20 | |",
    "calculate | place | | | | | position(..)",
    "end repeat | | | | | |",
    "calculate | waited | 一共等了 | | | | sum(${minutes})",
    "calculate | longest | 最久 | | | | max(${minutes})",
    "calculate | rides | 几趟 | | | | count(${trips})",
    "text | idea | 建议 | | ${rides} > 1 | |",
    more=BUSES,
)


def test_blocks_are_a_list_and_what_stands_behind_knows_them_all() -> None:
    assert stays(TRIPS).sections[1].repeats
    given = clean(TRIPS, used="yes", idea="多开几班", **{
        "stop.1": "park", "minutes.1": "5", "why.1": "不久", "stop.2": "", "minutes.2": " ",
        "stop.3": "market", "minutes.3": "30", "why.3": "堵",
    })  # fmt: skip
    assert given == {
        "used": "yes",
        "trips": [
            {"stop": "park", "minutes": 5, "place": 1},
            {"stop": "market", "minutes": 30, "why": "堵", "place": 2},
        ],
        "waited": 35, "longest": 30, "rides": 2, "idea": "多开几班",
    }  # fmt: skip


def test_a_repeat_that_is_not_asked_or_left_empty_is_not_there() -> None:
    assert clean(TRIPS, used="yes") == {"used": "yes", "rides": 0, "waited": 0}
    assert clean(TRIPS, used="no", **{"stop.1": "park"}) == {"used": "no", "rides": 0, "waited": 0}


def test_what_is_wrong_in_a_block_is_told_at_its_field() -> None:
    with pytest.raises(problems.WrongAnswers) as wrong:
        clean(TRIPS, used="yes", **{"stop.1": "park", "minutes.1": "-1", "minutes.2": "4"})
    assert {name: str(field) for name, field in wrong.value.fields.items()} == {
        "minutes.1": "This answer does not fit. Please check it.", "stop.2": "Please answer this question.",
    }  # fmt: skip
    for name in ("stop.11", "stop.0", "stop", "trips", "stop.1.1", "used.1", "stop.01"):
        with pytest.raises(problems.NotAsked):
            clean(TRIPS, **{name: "park"})


REPEAT = ("begin repeat | r | 组 |", "{} | q | 问 | {}", "end repeat | | |", "text | after | 后 | {}")


@pytest.mark.parametrize(
    ("kind", "inside", "behind", "told"),
    [
        ("rank fruit", "", "", "survey, row 3, type: A question of type rank cannot be asked several times"),
        ("image", "", "", "survey, row 3, type: A question of type image cannot be asked several times"),
        ("integer", "${r} > 1", "", "survey, row 3, relevant: The condition asks about r, which comes later"),
        ("integer", "", "${q} > 1", "survey, row 5, relevant: q is answered several times here: use sum()"),
        ("integer", "", "${r} > 1", "survey, row 5, relevant: r is answered several times here: use sum()"),
        ("integer", "", "position(..) > 1", "survey, row 5, relevant: position(..) is the number of a block"),
        ("text", "", "sum(${q}) > 1", "survey, row 5, relevant: “sum” needs numbers, and q is none"),
    ],
)
def test_what_a_repeat_cannot_is_told_with_its_cell(kind: str, inside: str, behind: str, told: str) -> None:
    begin, question, end, after = REPEAT
    found = refused("type | name | label | relevant", begin, question.format(kind, inside), end, after.format(behind))
    assert any(fault.startswith(told) for fault in found), found


def test_groups_and_repeats_end_as_they_began() -> None:
    found = refused("type | name | label", "begin repeat | r | 组", "text | q | 问", "end group | |")
    assert found[0].startswith("survey, row 4, type: What is open here is a repeat. Please write end_repeat.")
    found = refused("type | name | label", "begin repeat | r | 组", "text | q | 问")
    assert found == [
        "survey, row 2, type: This repeat is not ended. Please add a row end_repeat after its last question."
    ]
    found = refused(
        "type | name | label | score", "begin repeat | r | 组 |", "range | q | 问 | weight=1", "end repeat | | |"
    )
    assert found[0].startswith("survey, row 3, score: What is asked several times neither counts in the score")
    assert "cannot stand inside" in refused("type | name | label", "begin repeat | r | 组", "begin group | g | 组")[0]
