"""A made-up district of deputies' scores, with the truth behind them.

342 projects, 120 deputies; six criteria of 0–10, rounded and clipped; a sheet's score is their sum in percent. Every
size is a standard deviation on the scale of one criterion. The truth of a project is what all deputies would give on
average, announced or not, its visits' luck left out.
"""

from dataclasses import dataclass
from math import erf

import numpy as np
from numpy.typing import NDArray

from survey.scorecards.fair import Sheets

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
FULL = 10
VISIT, NOISE = 0.7, 0.8
"""The luck of a day, and that of a single mark."""


@dataclass(frozen=True)
class World:
    """What kind of district it is; `level` is the mean before clipping and so decides how many give full marks."""

    level: float = 7.0
    projects: int = 342
    deputies: int = 120
    criteria: int = 6
    project: float = 1.0
    criterion: float = 0.5
    leniency: float = 0.8
    notice: float = 0.4
    streets: int = 0
    street: float = 0.0
    at_home: float = 0.0
    """The share of a deputy's visits that stay in the own street."""
    lenient_announced: bool = False
    """Whether lenient deputies make the announced visits, which fools whoever compares plain means."""
    occasions: tuple[int, ...] = ()
    """Deputies on each occasion of a project; empty: two to ten who come apart, four on average."""


@dataclass(frozen=True)
class Outcome:
    """The sheets that came in, and the truth by project, 0–100."""

    sheets: Sheets
    truth: Floats
    full: float
    """The share of single marks that are full."""


def draw(world: World, seed: int) -> Outcome:
    """Draw one district."""
    random = np.random.default_rng(seed)
    home = np.arange(world.projects) % max(world.streets, 1)
    street = random.normal(0, world.street, max(world.streets, 1))[home]
    centres = world.level + random.normal(0, world.project, world.projects) + street
    quality = centres[:, None] + random.normal(0, world.criterion, (world.projects, world.criteria))
    leniency = random.normal(0, world.leniency, world.deputies)
    project, deputy, occasion = visits(world, random)
    announced = _announced(world, random, leniency, deputy, occasion)
    luck = random.normal(0, VISIT, occasion.max() + 1)[occasion]
    mean = quality[project] + (leniency[deputy] + world.notice * announced + luck)[:, None]
    marks = np.clip(np.rint(mean + random.normal(0, NOISE, mean.shape)), 0, FULL)
    score = marks.mean(axis=1) * 100 / FULL
    sheets = Sheets(project, np.unique(deputy, return_inverse=True)[1], score, announced, occasion)
    return Outcome(sheets, truth(world, quality, leniency), float((marks == FULL).mean()))


def _announced(
    world: World, random: np.random.Generator, leniency: Floats, deputy: Rows, occasion: Rows
) -> NDArray[np.bool_]:
    draw_of = random.random(occasion.max() + 1)[occasion]
    if not world.lenient_announced:
        return draw_of < 0.5
    return draw_of < np.where(leniency[deputy] > np.median(leniency), 0.85, 0.15)


def visits(world: World, random: np.random.Generator) -> tuple[Rows, Rows, Rows]:
    """Who goes where and with whom: project, deputy and occasion of each sheet."""
    sizes = [world.occasions or (1,) * (2 + random.binomial(8, 0.25)) for _ in range(world.projects)]
    rows: list[tuple[int, int, int]] = []
    occasion = 0
    for project, groups in enumerate(sizes):
        chosen = iter(_choose(world, random, project, sum(groups)))
        for size in groups:
            rows += [(project, int(next(chosen)), occasion) for _ in range(size)]
            occasion += 1
    project, deputy, day = (np.array(column, np.intp) for column in zip(*rows, strict=True))
    return project, deputy, day


def _choose(world: World, random: np.random.Generator, project: int, number: int) -> Rows:
    weights = np.ones(world.deputies)
    if world.streets:
        own = np.arange(world.deputies) % world.streets == project % world.streets
        weights = np.where(own, world.at_home / own.sum(), (1 - world.at_home) / (~own).sum())
        if world.at_home == 1:
            return random.choice(np.flatnonzero(own), min(number, int(own.sum())), replace=False)
    return random.choice(world.deputies, number, replace=False, p=weights / weights.sum())


def truth(world: World, quality: Floats, leniency: Floats) -> Floats:
    """What all deputies would give on average: the expected rounded and clipped mark, looked up on a fine grid."""
    grid = np.linspace(quality.min() - 8, quality.max() + 8, 2001)
    expected = np.interp(
        quality[:, :, None, None] + leniency[:, None] + world.notice * np.array([0.0, 1.0]), grid, _expected(grid)
    )
    return expected.mean(axis=(1, 2, 3)) * 100 / FULL


def _expected(mean: Floats) -> Floats:
    """E[clip(round(N(mean, visit² + noise²)))] = Σ over marks ≥ 1 of P(at least that mark)."""
    sd = (VISIT**2 + NOISE**2) ** 0.5
    tail = np.vectorize(lambda z: 0.5 * (1 - erf(z / 2**0.5)))
    return sum(tail((mark - 0.5 - mean) / sd) for mark in range(1, FULL + 1))
