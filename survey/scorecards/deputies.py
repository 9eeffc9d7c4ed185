"""Deputies' marks, 0–100: plain means, announced beside unannounced, and when a difference may be believed.

The plain means always stay visible beside the fair score. Those who came together saw the same day, so an interval
counts occasions, not sheets: wider than needed when deputies came apart in spirit, never too narrow because they came
together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

import numpy as np

from survey.scorecards import bands
from survey.scorecards.model import Deputies, Fair, Marks
from survey.scorecards.satisfaction import Floats
from survey.scorecards.wilson import Z95

FULL_MARKS = 100.0
ENOUGH_SPARE = 10
"""Sheets beyond one a group from which the district's variance is worth using."""


@dataclass(frozen=True)
class Mark:
    """One scoring sheet: its score, the deputy's number, whether the visit was announced, and the district's day.

    `visit` is the visit that it belongs to; a sheet on a deputy's own initiative belongs to none.
    """

    score: float
    deputy: str
    announced: bool
    day: date
    visit: int | None = None

    @property
    def occasion(self) -> tuple[object, ...]:
        """What deputies who came together share: the visit, else the day and whether they were expected.

        A sheet that a phone sends days later still belongs to its visit.
        """
        return ("day", self.day, self.announced) if self.visit is None else ("visit", self.visit)


def variance_within(n: Floats, total: Floats, squares: Floats) -> float | None:
    """Pool the variance within project and kind of visit: Σ(squares − total²/n) / Σ(n−1); None with too few sheets."""
    spare = float((n - 1).sum())
    if spare < ENOUGH_SPARE:
        return None
    return max(0.0, float((squares - total**2 / n).sum()) / spare)


def summary(marks: Sequence[Mark], variance: float | None) -> Marks:
    """Sum up some sheets. The interval is mean ± 1.96 √(σ²/occasions), within 0…100; none for one or all alike."""
    deputies, days = len({mark.deputy for mark in marks}), len({mark.occasion for mark in marks})
    if not marks:
        return Marks(0, 0, 0, None, None, None)
    mean = float(np.mean([mark.score for mark in marks]))
    if not variance or days < 2:
        return Marks(len(marks), deputies, days, mean, None, None)
    reach = Z95 * sqrt(variance / days)
    return Marks(len(marks), deputies, days, mean, max(0.0, mean - reach), min(100.0, mean + reach))


def of_marks(marks: Sequence[Mark], variance: float | None, full_projects: int, fair: Fair | None = None) -> Deputies:
    """Put announced and unannounced marks side by side.

    `full_projects` is how many projects of the district have nothing but full marks, this one included if it has.
    """
    announced = summary([mark for mark in marks if mark.announced], variance)
    unannounced = summary([mark for mark in marks if not mark.announced], variance)
    every = summary(marks, variance)
    full = sum(mark.score >= FULL_MARKS for mark in marks)
    band = bands.band(fair.mean if fair else every.mean) if every.mean is not None and every.n > 1 else None
    alike = full_projects if marks and full == len(marks) else None
    return Deputies(every, announced, unannounced, *gap(announced, unannounced, variance), full, alike, band, fair)


def gap(announced: Marks, unannounced: Marks, variance: float | None) -> tuple[float | None, bool]:
    """Announced − unannounced, and whether it is real: |gap| > 1.96 √(σ²(1/n_a + 1/n_u))."""
    if announced.mean is None or unannounced.mean is None:
        return None, False
    difference = announced.mean - unannounced.mean
    if not variance:
        return difference, False
    return difference, abs(difference) > Z95 * sqrt(variance * (1 / announced.n + 1 / unannounced.n))
