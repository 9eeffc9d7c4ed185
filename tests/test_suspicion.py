"""The rules for suspect answers on examples that a pocket calculator can check, and on honest crowds."""

from math import inf
from random import Random

import pytest

from survey.scorecards import suspicion
from survey.scorecards.suspicion import Rule


@pytest.mark.parametrize(
    ("n", "share", "run"), [(480, 0.29, 11), (100, 0.5, 16), (1000, 0.8, 55), (30, 0.05, 6), (40, 1, inf)]
)
def test_the_shortest_suspect_run_is_the_hand_examples(n: int, share: float, run: float) -> None:
    assert suspicion.shortest_suspect_run(n, share) == run


def test_a_run_is_found_where_it_is() -> None:
    honest = [f"sheet {place % 40}" for place in range(80)]
    (run,) = suspicion.identical_runs([*honest[:40], *["all fives"] * 20, *honest[40:]])
    assert (run.start, run.length, run.share, run.limit) == (40, 20, 0.2, 8)


def test_ten_thousand_equal_sheets_do_not_vouch_for_themselves() -> None:
    (run,) = suspicion.identical_runs(["all fives"] * 10_000)
    assert (run.start, run.length, run.limit) == (0, 10_000, 23)


def test_honest_projects_are_almost_never_flagged() -> None:
    random, alarms = Random(7), 0
    for _ in range(300):
        share = random.uniform(0.1, 0.6)
        sheets = ["fives" if random.random() < share else random.random() for _ in range(random.randrange(5, 400))]
        alarms += bool(suspicion.identical_runs(sheets))
    assert alarms <= 2


def test_a_few_equal_sheets_are_nothing() -> None:
    assert suspicion.identical_runs(["all fives"] * 8) == []
    assert suspicion.identical_runs([]) == []


@pytest.mark.parametrize(
    ("seconds", "items", "said"),
    [(5, 8, Rule.TOO_FAST), (8, 8, Rule.FAST), (16, 8, None), (None, 8, None), (3, 0, None)],
)
def test_pace_is_seconds_an_item(seconds: int | None, items: int, said: Rule | None) -> None:
    assert suspicion.pace(seconds, items) == said


def test_straight_is_all_alike_and_not_the_best() -> None:
    assert suspicion.is_straight(["3", "3", "3", "3"])
    assert not suspicion.is_straight(["5", "5", "5", "5"])
    assert not suspicion.is_straight(["3", "3", "3", "2"])
    assert not suspicion.is_straight(["3", "3", "3"])


def test_copies_of_a_text_are_found_whatever_their_dress() -> None:
    texts = ["食堂的菜又好吃又便宜，真好", "食堂的菜 又好吃又便宜。真好!", "好", "食堂的菜又好吃又便宜真好"]
    assert suspicion.same_texts(texts, ["a", "b", "c", None]) == [[0, 1, 3]]
    assert suspicion.same_texts(texts, ["a", "a", "c", "a"]) == []


def test_a_device_repeats_from_five_on() -> None:
    assert suspicion.repeats(["a", None, "a", "b", "a", "a", None, "a"]) == [[0, 2, 4, 5, 7]]
    assert suspicion.repeats(["a"] * 4 + [None] * 9) == []


def test_a_channel_stands_apart_beyond_chance_and_custom() -> None:
    means = {"site": (100, 4.0), "event": (50, 4.9)}
    apart = suspicion.channels_apart(means, {}, 1.0)
    assert [one.channel for one in apart] == ["site", "event"]
    assert suspicion.channels_apart(means, {"event": 0.5}, 1.0) == []
    assert suspicion.channels_apart({"site": (100, 4.0), "event": (29, 4.9)}, {}, 1.0) == []
