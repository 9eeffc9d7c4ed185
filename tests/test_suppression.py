"""Small numbers stay hidden from a patient reader who subtracts."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from survey.collect.tables import Tally
from survey.register.tables import Site
from survey.scorecards import so_far, suppression
from survey.scorecards.suppression import Level

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


@settings(deadline=None)  # the attacker tries thousands of tables
@given(few_cells)
def test_hidden_cells_cannot_be_subtracted_from_the_total(counts: list[int]) -> None:
    hidden = suppression.hidden_cells(counts)
    small = {place for place, count in enumerate(counts) if count in (1, 2)}
    assert small <= hidden
    assert len(hidden) != 1
    for place in small:
        possible = {table[place] for table in suppression.candidates(counts, hidden)}
        assert len(possible) >= suppression.LEAST_VALUES or hidden == frozenset(range(5))


@settings(deadline=None)  # the attacker tries thousands of tables
@given(few_cells)
def test_hiding_stands_up_to_a_published_share(counts: list[int]) -> None:
    def share(table: suppression.Counts) -> int:
        return table[0] + table[1]

    hidden = suppression.hidden_cells(counts, share)
    if suppression.is_safe(counts, hidden, share):
        for place in (p for p, count in enumerate(counts) if count in (1, 2)):
            told = (t for t in suppression.candidates(counts, hidden) if share(t) == share(tuple(counts)))
            assert len({table[place] for table in told}) >= suppression.LEAST_VALUES


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
