"""Residents' answers of made-up districts: how often the cautious mean's interval holds the truth, by n."""

from dataclasses import dataclass
from math import erf

import numpy as np

from simulation.district import Floats
from survey.scorecards import satisfaction

Group = tuple[int, int]
GROUPS: tuple[Group, ...] = ((1, 5), (5, 10), (10, 30), (30, 80))
SIZES = (90, 90, 90, 72)
CENTRE, BETWEEN, WITHIN = 4.0, 0.35, 0.9


@dataclass(frozen=True)
class Answers:
    """By group of n: the share of intervals that hold the truth, and the mean squared errors of both means."""

    covered: dict[Group, float]
    raw_error: dict[Group, float]
    cautious_error: dict[Group, float]


def covered(seed: int) -> Answers:
    """Draw 342 projects whose grades are rounded scores, and estimate each."""
    random = np.random.default_rng(seed)
    sizes = np.concatenate([random.integers(*group, size) for group, size in zip(GROUPS, SIZES, strict=True)])
    edges = np.array([-np.inf, 1.5, 2.5, 3.5, 4.5, np.inf])
    centres = random.normal(CENTRE, BETWEEN, len(sizes))
    chances = np.diff(_below((edges[None, :] - centres[:, None]) / WITHIN), axis=1)
    truth = chances @ satisfaction.GRADES
    counts = np.array([random.multinomial(n, p) for n, p in zip(sizes, chances, strict=True)], float)
    district = satisfaction.fit(counts)
    found = [satisfaction.estimate(row, district) for row in counts]
    held = np.array([one.low <= true <= one.high for one, true in zip(found, truth, strict=True)])
    raw = counts @ satisfaction.GRADES / sizes
    cautious = np.array([one.mean for one in found])

    def by_group(values: Floats) -> dict[Group, float]:
        return {group: float(values[(group[0] <= sizes) & (sizes < group[1])].mean()) for group in GROUPS}

    return Answers(by_group(held.astype(float)), by_group((raw - truth) ** 2), by_group((cautious - truth) ** 2))


def _below(z: Floats) -> Floats:
    return np.asarray(np.vectorize(lambda value: 0.5 * (1 + erf(value / 2**0.5)))(z), float)
