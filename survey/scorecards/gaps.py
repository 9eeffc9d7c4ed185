"""What being expected does to deputies' marks, over the whole district: within the same project and the same deputy."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from survey.scorecards.connectivity import groups
from survey.scorecards.fair import Sheets
from survey.scorecards.satisfaction import Floats
from survey.scorecards.wilson import Z95

STABLE = 1e-10
MANY_FULL = 0.30
"""The share of full marks above which the gap is said to be at least what was found."""
FULL_MARKS = 100.0


@dataclass(frozen=True)
class Gap:
    """Announced − unannounced in points; without se where too little is left to estimate it.

    `same_deputies` is False where no deputy made both kinds of visit, so that leniency could not be taken off;
    `at_least` is True where more than 30 % of all marks are full, which hides part of the gap.
    """

    gap: float
    se: float | None
    same_deputies: bool
    at_least: bool

    @property
    def low(self) -> float | None:
        return None if self.se is None else self.gap - Z95 * self.se

    @property
    def high(self) -> float | None:
        return None if self.se is None else self.gap + Z95 * self.se


def expected(sheets: Sheets) -> Gap | None:
    """Estimate the gap; None when no project was visited both ways.

    x̃ is the announced flag with project and deputy means swept out until stable; gap = Σx̃·score / Σx̃²;
    se² = G/(G−1) · (n−1)/(n−p) · Σ_projects(Σ x̃e)² / (Σx̃²)², clustered by project (Liang and Zeger, Biometrika 73
    (1986) 13–22), p the parameters: projects + deputies − groups + 1.
    """
    flag = sheets.announced.astype(float)
    at_least = float((sheets.score >= FULL_MARKS).mean()) > MANY_FULL
    x = sweep(flag, sheets)
    deputies = int(sheets.deputy.max()) + 1
    same_deputies = bool((x**2).sum() > STABLE)
    if not same_deputies:
        x, deputies = flag - _means(flag, sheets.project)[sheets.project], 0
    if (x**2).sum() <= STABLE:
        return None
    y = (
        sweep(sheets.score, sheets)
        if same_deputies
        else sheets.score - _means(sheets.score, sheets.project)[sheets.project]
    )
    gap = float(x @ y / (x @ x))
    islands = int(groups(sheets.project, sheets.deputy).max()) + 1 if same_deputies else 0
    parameters = int(sheets.project.max()) + 1 + deputies - islands + 1
    return Gap(gap, _clustered(sheets, x, y - gap * x, parameters), same_deputies, at_least)


def _clustered(sheets: Sheets, x: Floats, left: Floats, parameters: int) -> float | None:
    clusters, n = int(sheets.project.max()) + 1, len(sheets)
    if clusters < 2 or n <= parameters:
        return None
    sums = np.bincount(sheets.project, x * left)
    scale = clusters / (clusters - 1) * (n - 1) / (n - parameters)
    return sqrt(scale * float((sums**2).sum())) / float(x @ x)


def sweep(values: Floats, sheets: Sheets) -> Floats:
    """Take project means and deputy means out in turn until nothing moves (alternating projections)."""
    left = values
    for _ in range(10_000):
        before = left
        left = left - _means(left, sheets.project)[sheets.project]
        left = left - _means(left, sheets.deputy)[sheets.deputy]
        if float(np.abs(left - before).max()) < STABLE:
            return left
    return left


def _means(values: Floats, place: "np.ndarray[tuple[int, ...], np.dtype[np.intp]]") -> Floats:
    return np.bincount(place, values) / np.bincount(place)
