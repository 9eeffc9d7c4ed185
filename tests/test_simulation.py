"""The made-up districts: what `make simulate` runs with many seeds, here with few."""

import numpy as np
import pytest

from simulation.answers import GROUPS, covered
from simulation.bars import Bar, fair_world, gap_world, published
from simulation.district import World, draw
from survey.scorecards import gaps
from survey.scorecards.fair import Sheets

GAP = "A 1 1 95, A 2 0 85, B 2 1 88, B 1 0 90, C 1 1 92, C 2 0 84, D 3 1 97, D 1 0 91, E 2 1 80, E 3 0 86"
"""Project, deputy, announced, score: the hand example of the method."""


def sheets(rows: str) -> Sheets:
    given = [row.split() for row in rows.split(", ")]
    return Sheets(
        np.array(["ABCDE".index(row[0]) for row in given], np.intp),
        np.array([int(row[1]) - 1 for row in given], np.intp),
        np.array([float(row[3]) for row in given]),
        np.array([row[2] == "1" for row in given]),
        np.arange(len(given)),
    )


def test_the_gap_by_hand() -> None:
    gap = gaps.expected(sheets(GAP))
    assert gap is not None
    assert (round(gap.gap, 4), round(gap.se or 0, 4), gap.same_deputies, gap.at_least) == (3.2, 0.7521, True, False)


@pytest.mark.parametrize("rows", ["A 1 1 95, B 2 0 85", "A 1 1 95", "A 1 1 90, A 2 1 80, B 1 1 90"])
def test_without_both_kinds_at_one_project_there_is_no_gap(rows: str) -> None:
    assert gaps.expected(sheets(rows)) is None


def test_deputies_who_made_one_kind_of_visit_each_are_warned_of() -> None:
    gap = gaps.expected(sheets("A 1 1 95, A 2 0 85, B 1 1 90, B 2 0 86"))
    assert gap is not None
    assert (gap.gap, gap.same_deputies) == (7.0, False)


def test_many_full_marks_hide_part_of_the_gap() -> None:
    gap = gaps.expected(sheets("A 1 1 100, A 2 0 90, B 2 1 100, B 1 0 100, C 1 1 92, C 2 0 84"))
    assert gap is not None
    assert gap.at_least


def test_published_figures_are_reproduced() -> None:
    assert [bar.value for bar in published() if not bar.is_met] == []


def test_fair_scores_come_nearer_to_the_truth_than_plain_means() -> None:
    bars = list(fair_world("moderate", World(level=8.55), 0.045, (0.92, 0.98), seeds=4))
    assert [bar for bar in bars if not bar.is_met] == []


def test_lenient_deputies_on_announced_visits_are_no_gap() -> None:
    mean = next(gap_world(seeds=12))
    assert abs(mean.value) < 0.4


def test_plain_means_would_have_called_it_one() -> None:
    """A check of the check: the made-up district does fool whoever compares plain means."""
    given = draw(World(notice=0, lenient_announced=True), 1).sheets
    assert given.score[given.announced].mean() - given.score[~given.announced].mean() > 3


def test_a_missed_bar_says_so() -> None:
    assert not Bar("world", "gain", 0.01, 0.02).is_met


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    runs = [covered(seed) for seed in range(12)]
    for group in GROUPS:
        share = np.mean([run.covered[group] for run in runs])
        assert 0.92 <= share <= 0.97, (group, share)
