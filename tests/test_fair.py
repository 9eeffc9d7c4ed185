"""The fair score against the hand example of the method, and against itself."""

import numpy as np
import pytest

from survey.scorecards import fair

VISITS = [(0, 0, 90), (0, 1, 80), (1, 0, 95), (1, 2, 88), (2, 1, 70), (2, 3, 78), (3, 2, 85), (3, 3, 90), (4, 3, 100)]
"""A1 90, A2 80, B1 95, B3 88, C2 70, C4 78, D3 85, D4 90, E4 100: project, deputy, score."""


def fitted() -> fair.Fit:
    project, deputy, score = (np.array(column) for column in zip(*VISITS, strict=True))
    return fair.fit(project, deputy, score.astype(float))


def test_leniency_by_hand() -> None:
    assert fitted().leniency == pytest.approx([53 / 24, -19 / 8, -11 / 8, 37 / 24])


def test_fair_scores_by_hand() -> None:
    found = fitted()
    assert found.fair == pytest.approx([85.0833, 91.0833, 74.4167, 87.4167, 98.4583], abs=5e-5)
    assert found.se == pytest.approx([3.2754] * 4 + [4.5288], abs=5e-5)
    assert (found.sigma2, found.tau2, found.m) == pytest.approx((15.1458, 64.7477, 87.0294), abs=5e-5)
    assert found.cautious == pytest.approx([85.3600, 90.5071, 76.2095, 87.3616, 95.7089], abs=5e-5)


def test_a_deputy_who_is_kinder_everywhere_changes_no_order() -> None:
    """Everybody visits everything: what one deputy adds everywhere moves all projects alike."""
    random = np.random.default_rng(5)
    project, deputy = (part.ravel() for part in np.mgrid[0:6, 0:4])
    score = random.normal(85, 4, 24)
    plain = fair.fit(project, deputy, score).fair
    kinder = fair.fit(project, deputy, score + 5 * (deputy == 2)).fair
    assert kinder - plain == pytest.approx(np.full(6, (kinder - plain)[0]))
