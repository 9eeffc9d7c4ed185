"""Words for figures: the Ministry of Finance's four bands and the three labels against the district."""

from survey.scorecards import satisfaction
from survey.scorecards.satisfaction import Basis, District, Estimate
from survey.scorecards.suppression import FULL

BANDS = ((90.0, "excellent"), (80.0, "good"), (60.0, "fair"), (0.0, "poor"))
"""优 90+, 良 80+, 中 60+, 差 below 60 (财预〔2020〕10号)."""
ABOVE, ABOUT, BELOW, TOO_FEW = "above", "about", "below", "too_few"
LABELS = (ABOVE, ABOUT, BELOW, TOO_FEW)


def band(percent: float) -> str:
    """The band of a figure on 0–100."""
    return next(name for least, name in BANDS if percent >= least or least == 0)


def label(estimate: Estimate, district: District) -> str:
    """Compare a project with its district: above or below only when the whole interval is on one side of m."""
    if estimate.n < FULL or district.basis is Basis.DEFAULT:
        return TOO_FEW
    if district.basis is Basis.NO_DIFFERENCE or estimate.low <= district.m <= estimate.high:
        return ABOUT
    return ABOVE if estimate.low > district.m else BELOW


def residents_band(estimate: Estimate) -> str | None:
    """The band of residents' satisfaction, on 0–100; None under 30 answers."""
    return None if estimate.n < FULL else band(satisfaction.percent(estimate.mean))
