"""The published check: 24 plates × 6 samples of penicillin, diameters in mm.

O. L. Davies and P. L. Goldsmith, Statistical Methods in Research and Production, 4th ed. (1972), table 6.6; known as
the example of D. Bates et al., Fitting Linear Mixed-Effects Models Using lme4, J. Stat. Software 67 (2015).
"""

import numpy as np

from survey.scorecards import fair
from survey.scorecards.fair import Sheets

PLATES = [
    "272326232321",
    "272326232321",
    "252125242420",
    "262325232320",
    "252226222320",
    "242225232219",
    "242023212219",
    "262226242421",
    "242124222220",
    "242124232219",
    "262326242421",
    "252226242420",
    "262426242522",
    "262326232320",
    "262325242422",
    "252225232320",
    "252124232320",
    "252224232319",
    "242123212119",
    "262326242421",
    "252124222218",
    "252225222220",
    "242124222419",
    "242124222118",
]
PUBLISHED = (1.9316, 0.5499)
"""Standard deviations of samples and of what is left, by REML."""


def standard_deviations() -> tuple[float, float]:
    """Those of raters (samples) and of what is left, with projects (plates) fixed."""
    score = np.array([[int(row[i : i + 2]) for i in range(0, 12, 2)] for row in PLATES], float)
    plate, sample = np.indices(score.shape)
    n = score.size
    sheets = Sheets(plate.ravel(), sample.ravel(), score.ravel(), np.ones(n, bool), np.arange(n))
    k = fair.reml(sheets, least=0.01)
    sigma2 = fair.fit(sheets, k).sigma2
    return float(np.sqrt(sigma2 / k)), float(np.sqrt(sigma2))
