"""Deputies who go together share the day: a project's good or bad day is one draw, however many sheets came of it.

σ_e² is the variance within an occasion, σ_w² that between a project's occasions;
se_p² = σ_w² Σ_o(n_o/n_p)² + σ_e²/n_p + c'M⁻¹c (σ_e² + σ_w²). Taking four deputies of one day for four independent
visits would give intervals that hold the truth in 56 of 100 cases instead of 95.
"""

from dataclasses import dataclass

import numpy as np

from survey.scorecards.fair import Fit, Sheets
from survey.scorecards.satisfaction import Floats

ENOUGH = 10
"""Spare sheets or occasions from which a variance is worth estimating."""
ASSUMED = 2.0
"""σ_w²/σ_e² where it cannot be measured: a day's luck weighs more than a single sheet's, and too wide is honest."""


@dataclass(frozen=True)
class Spread:
    """σ_w² between a project's occasions and σ_e² within one; `is_measured` is False where σ_w² is assumed."""

    between: float
    within: float
    is_measured: bool


def spread(sheets: Sheets, fit: Fit) -> Spread:
    """Part the variance of what leniency and δ leave by occasion (analysis of variance, nested).

    σ_e² = Σ(e − mean of occasion)² / (n − O); σ_w² = max(0, (MSB − σ_e²)/n₀), MSB between occasions of a project,
    n₀ = (n − Σ n_o²/n_p)/(O − P). Both are scaled so that they add up to what the fit's own degrees of freedom say.
    Where too few came together σ² is halved; where too few projects were seen on two occasions σ_w² = 2σ_e² is assumed.
    """
    sizes, totals = np.bincount(sheets.occasion), np.bincount(sheets.occasion, fit.residual)
    means = totals / sizes
    inside = float(((fit.residual - means[sheets.occasion]) ** 2).sum())
    project_of = _project_of(sheets)
    spare, repeats = len(sheets) - len(sizes), len(sizes) - len(fit.fair)
    if spare < ENOUGH:
        return Spread(fit.sigma2 / 2, fit.sigma2 / 2, is_measured=False)
    # Estimating the leniencies took away some of the residuals; the two parts bear it alike.
    lost = (len(sheets) - len(fit.fair)) * fit.sigma2 / max(float((fit.residual**2).sum()), 1e-12)
    within = inside / spare * lost
    if repeats < ENOUGH:
        return Spread(ASSUMED * within, within, is_measured=False)
    square = float((sizes * means**2).sum()) / repeats * lost
    per_project = np.bincount(sheets.project)
    n0 = (len(sheets) - float((sizes**2 / per_project[project_of]).sum())) / repeats
    return Spread(max(0.0, (square - within) / n0), within, is_measured=True)


def standard_errors(sheets: Sheets, fit: Fit, found: Spread) -> Floats:
    """Each project's standard error of the fair score, occasions taken into account."""
    per_project = np.bincount(sheets.project)
    sizes = np.bincount(sheets.occasion)
    project_of = _project_of(sheets)
    shares = np.bincount(project_of, (sizes / per_project[project_of]) ** 2)
    both = found.between + found.within
    return np.sqrt(found.between * shares + found.within / per_project + fit.reach * both)


def _project_of(sheets: Sheets) -> "np.ndarray[tuple[int], np.dtype[np.intp]]":
    """The project of each occasion."""
    found = np.zeros(sheets.occasion.max() + 1, np.intp)
    found[sheets.occasion] = sheets.project
    return found
