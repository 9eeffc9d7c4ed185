"""What comes in is cleaned: nothing but what was asked, within the rules, in one spelling."""

from pathlib import Path
from typing import Any

import pytest

from survey import problems
from survey.questionnaires import answers
from survey.questionnaires.xlsform import read_file

FORM = read_file(Path(__file__).parent / "data" / "answers.md", "resident/tiny")
GOOD = {"grade": ["5"]}


def clean(**fields: Any) -> dict[str, Any]:
    posted = {name: [value] if isinstance(value, str) else value for name, value in fields.items()}
    return answers.clean(FORM, GOOD | posted)


def wrong(**fields: Any) -> dict[str, str]:
    with pytest.raises(problems.WrongAnswers) as refusal:
        clean(**fields)
    return {name: str(field) for name, field in refusal.value.fields.items()}


def test_answers_stand_in_the_order_of_asking() -> None:
    given = clean(day="2026-11-24", many=["c", "a"], grade="1", why="脏", count="3")
    assert list(given.items()) == [
        ("grade", "1"), ("why", "脏"), ("many", ["a", "c"]), ("count", 3), ("day", "2026-11-24"),
    ]  # fmt: skip


def test_an_answer_that_was_not_asked_is_dropped() -> None:
    assert clean(why="脏", more="很脏") == {"grade": "5"}
    assert clean(grade="na", why="脏") == {"grade": "na"}


def test_what_hangs_on_a_dropped_answer_is_dropped_too() -> None:
    assert clean(grade="1", why="脏", more="很脏")["more"] == "很脏"
    assert "more" not in clean(grade="5", why="脏", more="很脏")


def test_a_group_that_is_not_shown_takes_its_answers_along() -> None:
    assert clean(praise="干净")["praise"] == "干净"
    assert "praise" not in clean(grade="1", why="脏", praise="干净")


def test_a_required_answer_is_asked_for_only_where_it_was_asked() -> None:
    assert wrong(grade="1") == {"why": "Please answer this question."}
    assert wrong(grade="") == {"grade": "Please answer this question."}
    assert wrong(grade="1", why=" \n\t ") == {"why": "Please answer this question."}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert set(wrong(grade="6", count="x", day="yesterday")) == {"grade", "count", "day"}


def test_a_rule_speaks_in_its_own_words_and_languages() -> None:
    with pytest.raises(problems.WrongAnswers) as refusal:
        clean(many=["a", "b", "c"])
    field = refusal.value.fields["many"]
    assert dict(field.own_words) == {"zh": "最多两项。", "en": "At most 2."}
    assert str(field) == "最多两项。"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("挺好", "挺好"),
        ("  a  ", "a"),
        ("e\u0301", "é"),
        ("a\x00b\x1b[0m\u202e", "ab[0m"),
        ("a\r\nb", "a b"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("\ud800x", "x"),
        ("=1+1", "=1+1"),
        ("<script>", "<script>"),
        ("长" * 2000, "长" * 2000),
    ],
)
def test_a_text_is_kept_in_one_spelling(typed: str, kept: str) -> None:
    assert clean(validate=typed)["validate"] == kept


def test_lines_stay_where_there_are_several() -> None:
    assert clean(grade="1", why="脏", more="一\r\n二\x00")["more"] == "一\n二"


@pytest.mark.parametrize("typed", ["长" * 2001, "a" * 10**6, "a\u0301" * 10**5])
def test_a_text_that_is_too_long_is_refused(typed: str) -> None:
    assert wrong(validate=typed) == {"validate": "This is too long. Please keep it under 2000 characters."}


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("count", "12", 12),
        ("count", " １２ ", 12),
        ("count", "-3", -3),
        ("count", "+3", 3),
        ("count", "-0", 0),
        ("size", "1.50", 1.5),
        ("size", "2", 2.0),
        ("size", ".5", 0.5),
        ("size", "-0.0", 0.0),
        ("marks", "20", 20),
        ("marks", "0", 0),
        ("marks", "15.0", 15),
        ("marks", "na", "na"),
        ("half", "2.5", 2.5),
        ("half", "5", 5.0),
        ("where", "30.57284, 104.06676", "30.5728 104.0668"),
        ("where", "北纬30.57°，东经104.06°", "30.5700 104.0600"),
        ("where", "-0.00001 -180 503.2 4.5", "0.0000 -180.0000"),
        ("shot", "0a" * 32, "0a" * 32),
        ("clock", "08:30", "08:30"),
        ("clock", "8:30", "08:30"),
        ("clock", " １８:05:59 ", "18:05"),
    ],
)
def test_numbers_are_read_as_typed_anywhere(name: str, typed: str, kept: float | str) -> None:
    found = clean(**{name: typed})[name]
    assert (found, type(found)) == (kept, type(kept))
    assert str(found) == str(kept)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("count", "1.5"), ("count", "1e3"), ("count", "1" * 16), ("count", "na"), ("count", "13"), ("count", "１e"),
        ("size", "nan"), ("size", "Infinity"), ("size", "1,5"), ("size", "."), ("size", "1" * 500),
        ("marks", "21"), ("marks", "-1"), ("marks", "1.5"), ("marks", "7"), ("marks", "NA"), ("marks", "0x1"),
        ("half", "0.3"), ("half", "na"),
        ("day", "2026-02-29"), ("day", "2026-2-1"), ("day", "20261124"), ("day", "0001-01-01"),
        ("where", "91 0"), ("where", "0 181"), ("where", "30.57"), ("where", "30.57 S 104"), ("where", "1 2 3 4 5"),
        ("shot", "x"), ("shot", "A" * 64), ("shot", "../" + "a" * 61),
        ("clock", "07:59"), ("clock", "24:00"), ("clock", "8"), ("clock", "08:60"), ("clock", "8am"),
        ("agree", "yes"), ("grade", "5 "), ("grade", "4"), ("many", "d"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_told_at_its_field(name: str, typed: str) -> None:
    assert list(wrong(**{name: typed})) == [name]


def test_two_answers_to_one_question_are_refused() -> None:
    assert wrong(marks=["5", "na"]) == {"marks": "Please give only one answer here."}
    assert clean(marks=["", "na"])["marks"] == "na"
    assert clean(marks=["5", "5"])["marks"] == 5


def test_the_same_choices_are_the_same_answer() -> None:
    assert clean(many=["b", "a", "b", ""]) == clean(many=["a", "b"])


@pytest.mark.parametrize("name", ["nothing", "note", "answer_validate", "", "\x00", "n" * 10**6, "__class__"])
def test_what_is_no_question_is_refused(name: str) -> None:
    with pytest.raises(problems.NotAsked) as refusal:
        clean(**{name: "x"})
    assert len(str(refusal.value)) < 200
    assert "\x00" not in str(refusal.value)


def test_a_question_may_be_called_anything() -> None:
    assert clean(validate="x")["validate"] == "x"


def test_the_same_content_is_always_the_same() -> None:
    once = clean(grade="1", why=" 脏e\u0301 ", many=["c", "a"], marks="１５")
    assert clean(marks="15", many=["a", "c"], why="脏é\x00", grade=["1", "1"]) == once
