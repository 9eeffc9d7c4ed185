"""The table that `make simulate` prints: each world, what was measured, and the bar it must clear."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.stats import spearmanr

from simulation.answers import GROUPS, covered
from simulation.district import Floats, Outcome, World, draw
from simulation.penicillin import PUBLISHED, standard_deviations
from survey.scorecards import connectivity, fair, gaps, occasions, places
from survey.scorecards.wilson import Z95

MODERATE, SEVERE = 8.55, 10.1
"""Levels at which about 33 % and 65 % of all marks are full."""


@dataclass(frozen=True)
class Bar:
    """One figure of one world and where it must lie."""

    world: str
    figure: str
    value: float
    least: float = -np.inf
    most: float = np.inf

    @property
    def is_met(self) -> bool:
        return bool(self.least <= self.value <= self.most)


@dataclass(frozen=True)
class Run:
    """What one seed of a world gave."""

    gain: float
    covered: float
    full: float
    is_warned: bool


def run(outcome: Outcome) -> Run:
    """Fit one district; gain is Spearman(fair, truth) − Spearman(plain mean, truth)."""
    sheets = outcome.sheets
    fit = fair.fit(sheets)
    se = occasions.standard_errors(sheets, fit, occasions.spread(sheets, fit))
    gain = spearmanr(fit.fair, outcome.truth).statistic - spearmanr(fit.raw, outcome.truth).statistic
    held = float((np.abs(fit.fair - outcome.truth) <= Z95 * se).mean())
    return Run(float(gain), held, outcome.full, bool(connectivity.groups(sheets.project, sheets.deputy).max() > 0))


def fair_world(name: str, world: World, least_gain: float, coverage: tuple[float, float], seeds: int) -> Iterator[Bar]:
    """Gain in order and coverage of one world."""
    runs = [run(draw(world, seed)) for seed in range(seeds)]
    share = np.mean([one.full for one in runs])
    if np.isfinite(least_gain):
        yield Bar(f"{name} ({share:.0%} full)", "gain", float(np.mean([one.gain for one in runs])), least_gain)
    if coverage:
        yield Bar(f"{name} ({share:.0%} full)", "coverage", float(np.mean([one.covered for one in runs])), *coverage)
    if world.at_home == 1:
        yield Bar(name, "warned", float(np.mean([one.is_warned for one in runs])), 1)


WORLDS: Sequence[tuple[str, World, float, tuple[float, ...]]] = (
    ("moderate ceiling", World(level=MODERATE), 0.045, (0.93, 0.975)),
    ("severe ceiling", World(level=SEVERE), 0.020, (0.925, 0.97)),
    ("strong raters", World(leniency=1.5), 0.14, (0.93, 0.98)),
    ("no rater effect", World(leniency=0), -0.002, (0.925, 0.97)),
    ("own street 90 %", World(streets=12, street=0.5, at_home=0.9), 0.050, (0.88, 1)),
    ("islands", World(streets=6, at_home=1), -0.003, ()),
    ("group visits 2 × 2", World(level=MODERATE, occasions=(2, 2)), -np.inf, (0.92, 1)),
    ("group visits 1 × 4", World(level=MODERATE, occasions=(4,)), -np.inf, (0.88, 1)),
)


def gap_world(seeds: int) -> Iterator[Bar]:
    """Lenient deputies make the announced visits, and being expected adds nothing."""
    world = World(notice=0, lenient_announced=True)
    found = [gap for seed in range(seeds) if (gap := gaps.expected(draw(world, seed).sheets)) is not None]
    yield Bar("gap, true 0", "mean", float(np.mean([gap.gap for gap in found])), -0.2, 0.2)
    held = [gap.low is not None and gap.high is not None and gap.low <= 0 <= gap.high for gap in found]
    yield Bar("gap, true 0", "coverage", float(np.mean(held)), 0.94)


def place_world(seeds: int) -> Iterator[Bar]:
    """Four visits each: how wide the ranges of places are, and how often they hold the true place."""
    widths, held = [], []
    for seed in range(seeds):
        outcome = draw(World(occasions=(1, 1, 1, 1)), seed)
        fit = fair.fit(outcome.sheets)
        best, worst, _ = places.ranges(fit.fair, fit.se, np.zeros(len(fit.fair), np.intp))
        true = (-outcome.truth).argsort().argsort() + 1
        widths.append(float((worst - best + 1).mean()))
        held.append(float(((best <= true) & (true <= worst)).mean()))
    yield Bar("places, 4 visits", "width", float(np.mean(widths)), most=165)
    yield Bar("places, 4 visits", "coverage", float(np.mean(held)), 0.93)


def answer_world(seeds: int) -> Iterator[Bar]:
    """The cautious mean of residents' answers, by how many answered."""
    runs = [covered(seed) for seed in range(seeds)]
    for group in GROUPS:
        held: Floats = np.array([one.covered[group] for one in runs])
        better = np.mean([one.raw_error[group] - one.cautious_error[group] for one in runs])
        yield Bar(f"cautious mean, n {group[0]}–{group[1] - 1}", "coverage", float(held.mean()), 0.93, 0.96)
        yield Bar(f"cautious mean, n {group[0]}–{group[1] - 1}", "error spared", float(better), 0)


def published() -> Iterator[Bar]:
    """The penicillin figures, to four decimals."""
    for figure, value, wanted in zip(("sd of raters", "residual"), standard_deviations(), PUBLISHED, strict=True):
        yield Bar("penicillin", figure, value, wanted - 6e-5, wanted + 6e-5)


def every(seeds: int) -> Iterator[Callable[[], Iterator[Bar]]]:
    """Each row of the table, to be run in turn."""
    for name, world, gain, coverage in WORLDS:
        yield partial(fair_world, name, world, gain, coverage, seeds)
    yield partial(gap_world, seeds * 10)
    yield partial(place_world, seeds)
    yield partial(answer_world, seeds)
    yield published
