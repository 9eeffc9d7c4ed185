"""Residents' satisfaction, 1–5: the cautious mean of a project among the projects of its district.

"Add k pretend answers at the district's mean": a project with few answers is pulled towards the district, one with
many speaks for itself. Bühlmann and Straub, Glaubwürdigkeit für Schadensätze, Mitt. Ver. Schweiz. Vers.-Math. 70
(1970) 111–133; variances by the analysis of variance for unequal group sizes.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from survey.scorecards.wilson import Z95

Floats = NDArray[np.float64]
GRADES = np.arange(1.0, 6.0)
DEFAULT_K = 20.0
DEFAULT_M = 4.0
DEFAULT_VARIANCE = 1.0
"""σ² before the district has taught us its own: a standard deviation of one grade."""
ENOUGH_ANSWERS = 5
ENOUGH_PROJECTS = 20
ENOUGH_SPARE = 30
"""Answers beyond one a project from which σ² is taken from the data even while k and m are defaults."""


class Basis(StrEnum):
    """Where k and m come from."""

    FITTED = "fitted"
    DEFAULT = "default"
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True)
class District:
    """What the district's answers say: k pretend answers at the mean m, and the variances behind them.

    `k` is None when no difference between projects can be measured (τ² = 0): every project then shows m.
    `variance_m` is the squared standard error of m.
    """

    k: float | None
    m: float
    sigma2: float
    tau2: float
    variance_m: float
    basis: Basis


@dataclass(frozen=True)
class Estimate:
    """A project's plain mean, its cautious mean with standard error and 95 % interval, and its own weight Z."""

    n: int
    raw: float | None
    mean: float
    se: float
    low: float
    high: float
    weight: float


def sums(counts: Floats) -> tuple[Floats, Floats, Floats]:
    """Turn counts of the grades 1…5, shape (projects, 5), into n, S1 = Σ k·c and S2 = Σ k²·c, shape (projects,)."""
    return counts.sum(axis=1), counts @ GRADES, counts @ GRADES**2


def fit(counts: Floats) -> District:
    """Estimate k and m from the counts of all projects, shape (projects, 5).

    σ² = Σ(S2 − S1²/n) / (N−K); τ² = max(0, (ΣS1²/n − (ΣS1)²/N − (K−1)σ²) / (N − Σn²/N)); k = σ²/τ²;
    Z = n/(n+k); m = ΣZx̄ / ΣZ; variance of m = τ²/ΣZ.
    """
    n, s1, s2 = sums(counts[counts.sum(axis=1) > 0])
    if (n >= ENOUGH_ANSWERS).sum() < ENOUGH_PROJECTS:
        return _default(n, s1, s2)
    total, projects = float(n.sum()), len(n)
    sigma2 = _within(n, s1, s2)
    between = float((s1**2 / n).sum() - s1.sum() ** 2 / total)
    tau2 = max(0.0, (between - (projects - 1) * sigma2) / (total - float((n**2).sum()) / total))
    if tau2 <= 0:
        return District(None, float(s1.sum()) / total, sigma2, 0.0, sigma2 / total, Basis.NO_DIFFERENCE)
    k = sigma2 / tau2
    z = n / (n + k)
    return District(k, float((z * s1 / n).sum() / z.sum()), sigma2, tau2, float(tau2 / z.sum()), Basis.FITTED)


def _within(n: Floats, s1: Floats, s2: Floats) -> float:
    # Rounding can leave −1e-12 where all answers of every project agree.
    return max(0.0, float((s2 - s1**2 / n).sum() / (n.sum() - len(n))))


def _default(n: Floats, s1: Floats, s2: Floats) -> District:
    """Use k = 20 and m = 4.0; m is then known no better than any one project, so its variance is τ²."""
    spare = n.sum() - len(n)
    sigma2 = _within(n, s1, s2) if spare >= ENOUGH_SPARE else DEFAULT_VARIANCE
    tau2 = sigma2 / DEFAULT_K
    return District(DEFAULT_K, DEFAULT_M, sigma2, tau2, tau2, Basis.DEFAULT)


def estimate(counts: Floats, district: District) -> Estimate:
    """Estimate one project from its counts of the grades 1…5, shape (5,).

    Z = n/(n+k); cautious = m + Z(x̄ − m); se² = τ²(1−Z) + (1−Z)²·variance of m; interval ± 1.96 se within 1…5.
    """
    n = float(counts.sum())
    raw = float(counts @ GRADES) / n if n else None
    z = 0.0 if district.k is None or not n else n / (n + district.k)
    mean = district.m + z * ((raw if raw is not None else district.m) - district.m)
    se = float(np.sqrt(district.tau2 * (1 - z) + (1 - z) ** 2 * district.variance_m))
    low, high = max(1.0, mean - Z95 * se), min(5.0, mean + Z95 * se)
    return Estimate(int(n), raw, mean, se, low, high, z)


def percent(mean: float) -> float:
    """Move a mean of the grades 1…5 to 0…100: (mean − 1)/4·100."""
    return (mean - 1) / 4 * 100
