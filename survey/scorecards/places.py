"""A project's place among others as a range, never as a bare rank: with few visits most places cannot be told apart."""

from survey.scorecards.fair import Places
from survey.scorecards.satisfaction import Floats

REACH = 1.0
"""Half a band in standard errors; two bands of ± 1.00 se apart differ by 2 se, so a range holds the truth in 94 %."""


def ranges(figures: Floats, se: Floats, group: Places) -> tuple[Places, Places, Places]:
    """The best and the worst place of each project, and among how many, within its group; the highest figure is first.

    best = 1 + projects whose band lies wholly above, worst = P − projects whose band lies wholly below.
    """
    low, high = figures - REACH * se, figures + REACH * se
    together = group[:, None] == group[None, :]
    among = together.sum(axis=1)
    above = ((low[None, :] > high[:, None]) & together).sum(axis=1)
    below = ((high[None, :] < low[:, None]) & together).sum(axis=1)
    return above + 1, among - below, among
