"""Deputies' fair scores: how strictly each deputy scores is estimated and taken off. No card shows them yet.

leniency_r = Σ over r's visits (score − fair_p) / (n_r + k); fair_p = mean over p's visits (score − leniency_r).
Solved exactly: (D_r − Nᵀ D_p⁻¹ N + kI) leniency = r, N the projects × deputies visit counts, r each deputy's sum of
(score − project mean). Projects stay unshrunk while leniency is estimated, so that true differences between streets
do not turn into leniency. Henderson's mixed-model equations with projects fixed (Biometrics 31 (1975) 423–447).

Not here yet, and the reason why no card shows this: announced visits, deputies who came together, k estimated from
the data, and groups that cannot be compared.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.scorecards.satisfaction import Floats

Places = NDArray[np.intp]
DEFAULT_K = 2.0


@dataclass(frozen=True)
class Fit:
    """Leniency by deputy; fair score, its standard error and the cautious score by project; the variances behind."""

    leniency: Floats
    fair: Floats
    se: Floats
    cautious: Floats
    sigma2: float
    tau2: float
    m: float


def fit(project: Places, deputy: Places, score: Floats, k: float = DEFAULT_K) -> Fit:
    """Estimate from one row per visit: numbers of projects and deputies counted from 0 without gaps, scores 0–100.

    σ² = RSS_k / (visits − projects), RSS_k = Σ residual² + k Σ leniency²; se_p² = σ²(1/n_p + c'M⁻¹c), c the share of
    each deputy in p's visits; τ² = max(0, var(fair) − mean(se²)); cautious = m + z(fair − m), z = τ²/(τ² + se²),
    m the mean of fair weighted by 1/(τ² + se²). σ² and se are NaN when no project was visited twice.
    """
    visits = np.zeros((project.max() + 1, deputy.max() + 1))
    np.add.at(visits, (project, deputy), 1)
    per_project = visits.sum(axis=1)
    means = np.bincount(project, score) / per_project
    shares = visits / per_project[:, None]
    matrix = np.diag(visits.sum(axis=0)) - visits.T @ shares + k * np.eye(visits.shape[1])
    leniency = np.linalg.solve(matrix, np.bincount(deputy, score - means[project]))
    fair = means - shares @ leniency
    residuals = score - fair[project] - leniency[deputy]
    spare = len(score) - len(means)
    sigma2 = float((residuals**2).sum() + k * (leniency**2).sum()) / spare if spare else float("nan")
    spread = np.einsum("pr,rp->p", shares, np.linalg.solve(matrix, shares.T))
    se = np.sqrt(sigma2 * (1 / per_project + spread))
    tau2 = max(0.0, float(fair.var(ddof=1) - (se**2).mean())) if len(fair) > 1 else 0.0
    weights = 1 / (tau2 + se**2)
    m = float((weights * fair).sum() / weights.sum())
    return Fit(leniency, fair, se, m + tau2 * weights * (fair - m), sigma2, tau2, m)
