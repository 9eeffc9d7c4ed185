"""The estimates against what a calculator says, and against districts whose truth is known."""

import math
from collections.abc import Sequence
from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.scorecards import satisfaction, wilson
from survey.scorecards.satisfaction import Basis

tables = st.lists(st.lists(st.integers(0, 60), min_size=5, max_size=5), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("count", "n", "low", "high"), [(7, 10, 0.3968, 0.8922), (10, 10, 0.7225, 1), (0, 1, 0, 0.7935)]
)
def test_wilson_by_hand(count: int, n: int, low: float, high: float) -> None:
    share = wilson.interval(count, n)
    assert (round(share.low, 4), round(share.high, 4)) == (low, high)


@given(st.integers(1, 1_000_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_wilsons_ends_are_where_the_share_is_just_not_refused(given: tuple[int, int]) -> None:
    """By its definition: p is an end of the interval when |count/n − p| = z √(p(1−p)/n)."""
    count, n = given
    share = wilson.interval(count, n)
    for end in (share.low, share.high):
        reach = wilson.Z95 * math.sqrt(end * (1 - end) / n)
        assert abs(count / n - end) == pytest.approx(reach, rel=1e-6, abs=1e-9)
    assert (share.low, share.high) == pytest.approx(_wilson_exactly(count, n), abs=1e-9)


def _wilson_exactly(count: int, n: int) -> tuple[float, float]:
    """With 50 digits, the roots of (n + z²)p² − (2·count + z²)p + count²/n."""
    with localcontext(prec=50):
        z2 = Decimal("1.95996398454005423552") ** 2
        a, b, c = n + z2, 2 * count + z2, Decimal(count) ** 2 / n
        root = (b * b - 4 * a * c).sqrt()
        return float((b - root) / (2 * a)), float((b + root) / (2 * a))


@pytest.mark.parametrize(("count", "n"), [(0, 0), (3, 2), (-1, 4)])
def test_nonsense_is_no_share(count: int, n: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson.interval(count, n)


def test_a_small_district_uses_the_defaults() -> None:
    district = satisfaction.fit(np.array([[0, 0, 0, 5, 5]] * 19, float))
    assert (district.k, district.m, district.basis) == (20, 4, Basis.DEFAULT)
    ten = satisfaction.estimate(np.array([0, 0, 0, 0, 10.0]), district)
    assert ten.mean == pytest.approx(4 + 10 / 30)


def test_projects_that_all_agree_show_the_district() -> None:
    district = satisfaction.fit(np.array([[0, 1, 2, 3, 4]] * 25, float))
    assert (district.basis, district.k) == (Basis.NO_DIFFERENCE, None)
    assert satisfaction.estimate(np.array([0, 0, 0, 0, 9.0]), district).mean == pytest.approx(4)


def test_the_fit_by_hand() -> None:
    """Ten projects with 2 fours and 4 fives, ten with 4 threes and 2 fours."""
    counts = np.array([[0, 0, 0, 2, 4]] * 10 + [[0, 0, 4, 2, 0]] * 10, float)
    # Each project: SS within 4/3, five degrees of freedom; means 14/3 and 10/3; N = 120, Q = 720.
    sigma2 = (4 / 3) / 5
    tau2 = (120 * (2 / 3) ** 2 - 19 * sigma2) / (120 - 720 / 120)
    district = satisfaction.fit(counts)
    assert district.sigma2 == pytest.approx(sigma2)
    assert district.k == pytest.approx(sigma2 / tau2)
    assert district.m == pytest.approx(4)


@pytest.mark.parametrize(
    "counts", [[], [[0] * 5] * 30, [[0, 0, 0, 0, 7]] * 30, [[0, 0, 0, 9, 0], [0, 0, 0, 0, 9]] * 20]
)
def test_odd_districts_have_an_answer(counts: Sequence[Sequence[int]]) -> None:
    district = satisfaction.fit(np.array(counts, float).reshape(-1, 5))
    estimate = satisfaction.estimate(np.zeros(5), district)
    assert 1 <= estimate.low <= estimate.mean <= estimate.high <= 5


@given(tables)
def test_the_cautious_mean_lies_between_the_plain_mean_and_the_district(counts: list[list[int]]) -> None:
    district = satisfaction.fit(np.array(counts, float))
    for row in counts:
        estimate = satisfaction.estimate(np.array(row, float), district)
        ends = (district.m, district.m if estimate.raw is None else estimate.raw)
        assert min(ends) - 1e-9 <= estimate.mean <= max(ends) + 1e-9
        assert estimate.low <= estimate.mean <= estimate.high
