"""A composite index, only ever beside the range of places that other weights would give.

index = Σ w_c · x_c / Σ w_c over components on 0–100 that mean the same everywhere: no min–max, no z-scores, no weights
out of the data, which would make a project's index depend on its neighbours. A project without a component that has
weight gets no index: leaving the weight out quietly lifts a project by 19 places, filling in the mean by 32. How far
the order hangs on the weights is shown by changing each by a quarter and by weighing all alike (OECD and JRC, Handbook
on Constructing Composite Indicators, 2008, step 7).
"""

from dataclasses import dataclass

import numpy as np

from survey.scorecards.fair import Places
from survey.scorecards.satisfaction import Floats

QUARTER = 0.25
"""By which share each weight is raised and lowered to see whether the order holds."""
CLOSE = 1e-9
"""Indices that differ by less share a place."""


@dataclass(frozen=True)
class Sensitivity:
    """By project: the index, the lowest and highest that other weights give, its place, and the best and worst place.

    NaN and 0 where a component is missing; `among` is how many projects have an index.
    """

    index: Floats
    low: Floats
    high: Floats
    place: Places
    best: Places
    worst: Places
    among: int


def indices(components: Floats, weights: Floats) -> Floats:
    """The index of each project: components projects × parts on 0–100, NaN where missing; weights by part."""
    weighed = weights > 0
    return np.asarray(components[:, weighed] @ weights[weighed] / weights[weighed].sum(), float)


def scenarios(weights: Floats) -> Floats:
    """Sets of weights, one a row: as given, each alone ¼ lower and ¼ higher, all equal; parts without stay out."""
    parts = np.flatnonzero(weights > 0)
    rows = [weights]
    for part in parts:
        for factor in (1 - QUARTER, 1 + QUARTER):
            row = weights.copy()
            row[part] *= factor
            rows.append(row)
    return np.array([*rows, (weights > 0).astype(float)])


def sensitivity(components: Floats, weights: Floats) -> Sensitivity:
    """Index and place of every project, and what becomes of both under other weights."""
    found = np.array([indices(components, row) for row in scenarios(weights)])
    ranks = np.array([places(row) for row in found])
    return Sensitivity(
        index=found[0],
        low=found.min(axis=0),
        high=found.max(axis=0),
        place=ranks[0],
        best=ranks.min(axis=0),
        worst=ranks.max(axis=0),
        among=int(np.isfinite(found[0]).sum()),
    )


def places(index: Floats) -> Places:
    """1 + how many have more; those who are equal share a place; 0 without an index."""
    known = np.isfinite(index)
    above = (index[None, :] > index[:, None] + CLOSE) & known[None, :]
    return np.where(known, above.sum(axis=1) + 1, 0)
