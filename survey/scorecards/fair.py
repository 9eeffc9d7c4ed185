"""Deputies' fair scores: how strictly each deputy scores, and what being expected adds, are estimated and taken off.

leniency_r = Σ over r's sheets (score − fair_p − δ·a) / (n_r + k); fair_p = mean over p's sheets (score − leniency_r −
δ·a); a = +½ announced, −½ unannounced. Solved exactly with the projects' means swept out of every column:
(Z'Z + diag(k … k, 0)) (leniency, δ) = Z'y. Projects stay unshrunk while leniency is estimated, so that true
differences between streets do not turn into leniency. Henderson's mixed-model equations with projects fixed
(Biometrics 31 (1975) 423–447); k = σ²/(variance of leniency) by REML (Patterson and Thompson, Biometrika 58 (1971)
545–554): minimise d·ln RSS_k + ln|Z'Z + diag(k … k, 0)| − R·ln k.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.scorecards.satisfaction import Floats

Places = NDArray[np.intp]
DEFAULT_K = 2.0
ENOUGH_SPARE, ENOUGH_TWICE = 30, 10
"""Spare sheets, and deputies and projects with two sheets or more, from which k and δ are worth estimating."""
LEAST_K, MOST_K = 0.25, 50.0
GOLDEN = (5**0.5 - 1) / 2
CLOSE = 1e-3
"""How closely ln k is found; the fair scores do not feel less."""


@dataclass(frozen=True)
class Sheets:
    """Scoring sheets as columns, one row each.

    Projects, deputies and occasions are numbers from 0 without gaps; scores are 0–100. Deputies who came to a project
    together share an occasion.
    """

    project: Places
    deputy: Places
    score: Floats
    announced: NDArray[np.bool_]
    occasion: Places

    def __len__(self) -> int:
        return len(self.score)


@dataclass(frozen=True)
class Order:
    """Projects for ordering only: each pulled towards m as far as its own figure is unsure, with standard error."""

    tau2: float
    m: float
    cautious: Floats
    se: Floats


@dataclass(frozen=True)
class Fit:
    """Leniency by deputy, δ, and the fair score by project; `se` and `order` as if nobody had come together.

    `reach` is c'M⁻¹c, what not knowing the leniencies adds to a project's variance in units of σ².
    """

    k: float
    is_estimated: bool
    leniency: Floats
    delta: float
    raw: Floats
    fair: Floats
    residual: Floats
    reach: Floats
    sigma2: float
    se: Floats

    @property
    def order(self) -> Order:
        return order(self.fair, self.se)


def fit(sheets: Sheets, k: float | None = None) -> Fit:
    """Estimate leniency and fair scores; k by REML where there are sheets enough, else 2 and no δ, unless given.

    σ² = RSS_k / d, d = sheets − projects (− 1 with δ); se_p² = σ²(1/n_p + c'M⁻¹c), c the mean of p's rows of Z.
    σ² and se are NaN without a spare sheet.
    """
    estimate = k is None and is_enough(sheets)
    equations = _equations(sheets, with_delta=estimate)
    if estimate:
        k = _golden(partial(_criterion, equations), LEAST_K, MOST_K)
    k = DEFAULT_K if k is None else k
    matrix, means, sizes = _ridge(equations, k), equations.means, np.bincount(sheets.project)
    found = np.asarray(np.linalg.solve(matrix, equations.right), float)
    rss = max(0.0, equations.total - float(found @ equations.right))
    sigma2 = rss / equations.spare if equations.spare > 0 else float("nan")
    reach: Floats = np.einsum("pr,rp->p", means, np.linalg.solve(matrix, means.T))
    raw = np.bincount(sheets.project, sheets.score) / sizes
    return Fit(
        k=k,
        is_estimated=estimate,
        leniency=found[: equations.deputies],
        delta=float(found[equations.deputies :].sum()),
        raw=raw,
        fair=raw - means @ found,
        residual=sheets.score - raw[sheets.project] - equations.swept @ found,
        reach=reach,
        sigma2=sigma2,
        se=np.sqrt(sigma2 * (1 / sizes + reach)),
    )


def reml(sheets: Sheets, least: float = LEAST_K, most: float = MOST_K) -> float:
    """Estimate k alone, without δ, between two bounds."""
    return _golden(partial(_criterion, _equations(sheets, with_delta=False)), least, most)


def is_enough(sheets: Sheets) -> bool:
    """Whether k and δ can be estimated: 30 spare sheets, and ten deputies and ten projects with two sheets or more."""
    per_project, per_deputy = np.bincount(sheets.project), np.bincount(sheets.deputy)
    spare = len(sheets) - len(per_project) - len(per_deputy)
    return bool(
        spare >= ENOUGH_SPARE and (per_deputy >= 2).sum() >= ENOUGH_TWICE and (per_project >= 2).sum() >= ENOUGH_TWICE
    )


def order(fair: Floats, se: Floats) -> Order:
    """Pull fair scores towards their mean as far as they are unsure; nothing is pulled where se is not known.

    τ² = max(0, var(fair) − mean(se²)); z = τ²/(τ² + se²); cautious = m + z(fair − m), m weighted by 1/(τ² + se²);
    its se² = τ²(1 − z) + (1 − z)²/Σ(1/(τ² + se²)).
    """
    if len(fair) < 2 or not np.isfinite(se).all() or not (se > 0).all():
        return Order(0.0, float(fair.mean()), fair, np.full(len(fair), np.nan))
    tau2 = max(0.0, float(fair.var(ddof=1) - (se**2).mean()))
    weights = 1 / (tau2 + se**2)
    m, z = float((weights * fair).sum() / weights.sum()), tau2 * weights
    return Order(tau2, m, m + z * (fair - m), np.sqrt(tau2 * (1 - z) + (1 - z) ** 2 / weights.sum()))


class Equations(NamedTuple):
    """Z with project means swept out, those means by project, Z'Z, Z'y, y'y, and the spare sheets d.

    Z has one column a deputy and, if it differs within any project and is asked for, one for a.
    """

    swept: Floats
    means: Floats
    gram: Floats
    right: Floats
    total: float
    deputies: int
    spare: int


def _equations(sheets: Sheets, *, with_delta: bool) -> Equations:
    deputies, sizes = int(sheets.deputy.max()) + 1, np.bincount(sheets.project)
    z = np.zeros((len(sheets), deputies))
    z[np.arange(len(sheets)), sheets.deputy] = 1
    if with_delta and _is_mixed(sheets):
        z = np.column_stack([z, sheets.announced - 0.5])
    means = np.zeros((len(sizes), z.shape[1]))
    np.add.at(means, sheets.project, z)
    means /= sizes[:, None]
    swept = z - means[sheets.project]
    y = sheets.score - (np.bincount(sheets.project, sheets.score) / sizes)[sheets.project]
    spare = len(sheets) - len(sizes) - (z.shape[1] - deputies)
    return Equations(swept, means, swept.T @ swept, swept.T @ y, float(y @ y), deputies, spare)


def _is_mixed(sheets: Sheets) -> bool:
    """Whether any project has been visited both ways."""
    announced = np.bincount(sheets.project, sheets.announced)
    return bool(((announced > 0) & (announced < np.bincount(sheets.project))).any())


def _ridge(equations: Equations, k: float) -> Floats:
    ridge = np.zeros(len(equations.gram))
    ridge[: equations.deputies] = k
    return equations.gram + np.diag(ridge)


def _criterion(equations: Equations, ln_k: float) -> float:
    """The REML criterion, smallest at the best k; RSS_k = y'y − (leniency, δ)'Z'y."""
    root = np.linalg.cholesky(_ridge(equations, exp(ln_k)))
    half = np.linalg.solve(root, equations.right)
    rss = max(equations.total - float(half @ half), 1e-12)
    return equations.spare * log(rss) + 2 * float(np.log(np.diag(root)).sum()) - equations.deputies * ln_k


def _golden(criterion: Callable[[float], float], least: float, most: float) -> float:
    """Find k between two bounds by golden section over ln k."""
    low, high = log(least), log(most)
    a, b = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_a, at_b = criterion(a), criterion(b)
    while high - low > CLOSE:
        if at_a < at_b:
            high, b, at_b = b, a, at_a
            a = high - GOLDEN * (high - low)
            at_a = criterion(a)
        else:
            low, a, at_a = a, b, at_b
            b = low + GOLDEN * (high - low)
            at_b = criterion(b)
    return exp((low + high) / 2)
