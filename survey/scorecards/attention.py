"""What the office should look at before it compares: coverage of visits, links between projects, empty praise."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from survey.scorecards.deputies import FULL_MARKS
from survey.scorecards.fair import Places
from survey.scorecards.panel import Panel

ENOUGH_TO_TELL = 5
"""Sheets with nothing but full marks from which a deputy gives no information for comparison."""
WANTED_SHEETS = 3
"""Visits a deputy should make, so that strictness can be told from luck."""


@dataclass(frozen=True)
class Attention:
    """How well a period's visits allow comparison; `thin` projects have one deputy or one day only."""

    visited: int
    thin: int
    few_sheets: int
    silent: Sequence[str]
    """Deputies with five sheets or more, all of full marks."""
    groups: int
    bridges: Sequence[str]
    """Deputies without whom projects would fall into groups that cannot be compared."""
    deputies: int


def of_panel(panel: Panel | None) -> Attention:
    """Look over all sheets of a period."""
    if panel is None:
        return Attention(0, 0, 0, (), 0, (), 0)
    sheets = panel.sheets
    counts = np.bincount(sheets.deputy)
    full = np.bincount(sheets.deputy, sheets.score >= FULL_MARKS)
    deputies_at = _different(sheets.project, sheets.deputy)
    days_at = _different(sheets.project, sheets.occasion)
    silent = np.flatnonzero((counts >= ENOUGH_TO_TELL) & (full == counts))
    return Attention(
        visited=len(panel.projects),
        thin=int(((deputies_at < 2) | (days_at < 2)).sum()),
        few_sheets=int((counts < WANTED_SHEETS).sum()),
        silent=tuple(panel.deputies[column] for column in silent.tolist()),
        groups=panel.groups,
        bridges=tuple(panel.deputies[column] for column in panel.bridges),
        deputies=len(panel.deputies),
    )


def _different(place: Places, what: Places) -> Places:
    """How many different values each place has."""
    pairs = np.unique(np.column_stack([place, what]), axis=0)
    return np.bincount(pairs[:, 0])
