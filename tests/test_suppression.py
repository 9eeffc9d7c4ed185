"""Small numbers stay hidden from a patient reader who subtracts."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from survey.collect.tables import Tally
from survey.register.tables import Site
from survey.scorecards import cards, public, satisfaction, so_far, suppression
from survey.scorecards.district import Background
from survey.scorecards.labels import Labels
from survey.scorecards.model import Residents
from survey.scorecards.suppression import Level
from survey.settings import DISTRICT_TIME

few_cells = st.lists(st.integers(0, 12), min_size=5, max_size=5).filter(lambda c: 10 <= sum(c) < 30)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("n", "expected"),
    [
        (0, "none"),
        (1, "few"),
        (4, "few"),
        (5, "mean"),
        (9, "mean"),
        (10, "distribution"),
        (29, "distribution"),
        (30, "full"),
    ],
)
def test_how_much_is_published_grows_with_n(n: int, expected: str) -> None:
    assert suppression.level(n, 10) == expected


def test_no_office_can_publish_fewer_than_five() -> None:
    assert suppression.level(4, 1) is Level.FEW
    assert suppression.level(5, 1) is Level.DISTRIBUTION


def satisfied(table: suppression.Counts) -> object:
    return table[0] + table[1]


def satisfied_and_mean(table: suppression.Counts) -> object:
    mean = sum(grade * count for grade, count in zip((5, 4, 3, 2, 1), table, strict=True)) / sum(table)
    return satisfied(table), round(mean, 1)


WAYS = (satisfied_and_mean, satisfied, suppression.nothing_else)


def published(table: suppression.Counts) -> object:
    """Everything that a reader is told of a table."""
    choice = suppression.choose(table, WAYS)
    if choice is None:
        return sum(table)
    shown = tuple(None if place in choice.hidden else count for place, count in enumerate(table))
    return choice, shown, WAYS[choice.way](table)


@given(few_cells)
def test_hidden_cells_cannot_be_subtracted_from_the_total(counts: list[int]) -> None:
    hidden = suppression.hidden_cells(counts)
    assert {place for place, count in enumerate(counts) if count in (1, 2)} <= hidden
    assert len(hidden) != 1
    assert not hidden or sum(counts[place] for place in hidden) >= 3


@settings(deadline=None, max_examples=60)  # the reader tries hundreds of tables
@given(few_cells)
def test_a_reader_who_knows_the_rule_cannot_tell_a_small_cell(counts: list[int]) -> None:
    table = tuple(counts)
    choice = suppression.choose(table, WAYS)
    if choice is not None:
        truth = published(table)
        same = [other for other in suppression.candidates(table, choice.hidden) if published(other) == truth]
        for place in (place for place, count in enumerate(table) if count in (1, 2)):
            assert len({other[place] for other in same}) >= 2


def card_of(table: suppression.Counts) -> Residents:
    background = Background({}, None, 0, None, None, DISTRICT_TIME, 10, satisfaction.fit(np.zeros((0, 5))))
    options = dict(zip("54321", table, strict=True))
    return public.residents(cards.residents_of({"overall": {"site": options}}, background, Labels()), 10)


@pytest.mark.parametrize(
    "table", [(8, 1, 1, 1, 1), (6, 7, 2, 1, 1), (10, 4, 0, 0, 1), (9, 4, 1, 0, 0), (5, 5, 2, 0, 0)]
)
def test_a_whole_public_card_betrays_nobody(table: suppression.Counts) -> None:
    shown = card_of(table)
    counts = [option.count for option in shown.grades] or [None] * 5
    hidden = frozenset(place for place, count in enumerate(counts) if count is None)
    same = [other for other in suppression.candidates(table, hidden) if card_of(other) == shown]
    for place in (place for place, count in enumerate(table) if count in (1, 2)):
        assert place in hidden
        assert len({other[place] for other in same}) >= 2


def test_one_lonely_answer_takes_a_second_cell_with_it() -> None:
    assert suppression.hidden_cells([9, 6, 0, 0, 1]) == {1, 4}


def day(number: int) -> date:
    return TODAY - timedelta(days=number)


def test_receipts_wait_for_the_minimum_and_for_batches() -> None:
    nine = [(day(9), {"5": 9})]
    assert so_far.at_last_boundary(nine, 10) is None
    ten = [*nine, (day(8), {"4": 1})]
    assert so_far.at_last_boundary(ten, 10) == (day(8), {"5": 9, "4": 1})
    assert so_far.at_last_boundary([*ten, (day(7), {"1": 4})], 10) == (day(8), {"5": 9, "4": 1})
    found = so_far.at_last_boundary([*ten, (day(7), {"1": 4}), (day(6), {"1": 1})], 10)
    assert found == (day(6), {"5": 9, "4": 1, "1": 5})


@given(st.lists(st.integers(0, 8), min_size=1, max_size=30))
def test_the_shown_sum_never_moves_by_fewer_than_five(arrivals: list[int]) -> None:
    days = [(day(len(arrivals) - place), {"5": count}) for place, count in enumerate(arrivals)]
    shown = [so_far.at_last_boundary(days[:end], 10) for end in range(len(days) + 1)]
    sums = [sum(found[1].values()) if found else 0 for found in shown]
    assert all(after - before == 0 or after - before >= 5 for before, after in pairwise(sums))


def test_todays_answers_are_not_shown_today(session: Session, site: Site) -> None:
    def count(option: str, count: int, on: date) -> None:
        session.add(
            Tally(project_id=site.project_id, channel="site", question="overall", option=option, day=on, count=count)
        )

    for option, number in (("5", 8), ("4", 4), ("na", 7)):
        count(option, number, day(1))
    count("1", 20, TODAY)
    session.flush()
    shown = so_far.of_project(session, site.project_id, 10, TODAY)
    assert shown is not None
    assert (shown.n, shown.shares) == (12, [("5", 67), ("4", 33), ("3", 0), ("2", 0), ("1", 0)])
    assert so_far.of_project(session, site.project_id, 13, TODAY) is None
