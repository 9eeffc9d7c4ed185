"""Projects, departments and categories side by side: ranges of places, labels, gaps, and where the views differ most.

Groups pool only projects with 30 answers or more, whose own figures everybody sees, so that no sum betrays a small one.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

from survey.scorecards import gaps, judgement, wilson
from survey.scorecards.district import Background
from survey.scorecards.gaps import Gap
from survey.scorecards.model import Difference, Share
from survey.scorecards.overview import Row
from survey.scorecards.satisfaction import District
from survey.scorecards.suppression import FULL, Level
from survey.scorecards.wilson import Z95

VITAL = 12
"""How many projects with the widest difference are worth a look first."""
Z998 = 3.09
STEPS = 24


@dataclass(frozen=True)
class Differing:
    """A project and how far deputies and residents differ on it."""

    row: Row
    difference: Difference


@dataclass(frozen=True)
class Group:
    """A department or a category: its projects with 30 answers or more, taken together."""

    name: str
    projects: int
    satisfied: Share
    fair: float | None


@dataclass(frozen=True)
class Point:
    """A project in the funnel, both axes from 0 to 1; `outside` is beyond the inner lines."""

    row: Row
    x: float
    y: float
    outside: bool


@dataclass(frozen=True)
class Funnel:
    """Plain means against how many answered, with m ± 1.96 and ± 3.09 √(σ²/n + τ²); lines as lists of (x, y)."""

    points: Sequence[Point]
    lines: Sequence[Sequence[tuple[float, float]]]
    m: float
    most: int
    lowest: float


@dataclass(frozen=True)
class Comparison:
    """The district at a glance."""

    rows: Sequence[Row]
    expected: Gap | None
    mean_difference: float | None
    both: int
    """Projects that both sides have seen, over which the mean difference is taken."""
    vital: Sequence[Differing]
    departments: Sequence[Group]
    categories: Sequence[Group]
    funnel: Funnel | None


def of_district(rows: Sequence[Row], background: Background, *, raw: bool) -> Comparison:
    """Compare the district's projects; the funnel shows plain means and so is for who sees every number."""
    differing = [Differing(row, found) for row in rows if (found := judgement.difference(row.residents, row.deputies))]
    widest = sorted(differing, key=lambda one: (not one.difference.known, -abs(one.difference.gap), one.row.number))
    return Comparison(
        rows=sorted(rows, key=_place),
        expected=gaps.expected(background.panel.sheets) if background.panel else None,
        mean_difference=float(np.mean([one.difference.gap for one in differing])) if differing else None,
        both=len(differing),
        vital=widest[:VITAL],
        departments=groups(rows, lambda row: row.department),
        categories=groups(rows, lambda row: row.category),
        funnel=funnel(rows, background.satisfaction) if raw else None,
    )


def _place(row: Row) -> tuple[float, str]:
    """By the middle of the range of places, the best first; projects without one last."""
    fair = row.deputies.fair
    return (float("inf") if fair is None or not fair.best or not fair.worst else fair.best + fair.worst, row.number)


def groups(rows: Sequence[Row], name_of: Callable[[Row], str]) -> list[Group]:
    """Pool the projects of each name, the most satisfied first."""
    together: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.residents.level is Level.FULL and row.residents.satisfied is not None:
            together[name_of(row)].append(row)
    found = [_group(name, members) for name, members in together.items()]
    return sorted(found, key=lambda group: (-group.satisfied.percent, group.name))


def _group(name: str, members: Sequence[Row]) -> Group:
    shares = [row.residents.satisfied for row in members if row.residents.satisfied is not None]
    count, n = sum(share.count for share in shares), sum(share.n for share in shares)
    fair = [row.deputies.fair.mean for row in members if row.deputies.fair is not None]
    share = Share(count, n, *(100 * part for part in wilson.interval(count, n)))
    return Group(name, len(members), share, float(np.mean(fair)) if fair else None)


def funnel(rows: Sequence[Row], district: District) -> Funnel | None:
    """Place every project by n (logarithmic) and plain mean; None before the first answer."""
    seen = [
        (row, row.residents.n, found.raw)
        for row in rows
        if row.residents.n and (found := row.residents.satisfaction) and found.raw is not None
    ]
    if not seen:
        return None
    most = max(FULL, max(n for _, n, _ in seen))
    lowest = float(np.floor(min(min(mean for _, _, mean in seen), district.m - 1)))

    def at(n: float, mean: float) -> tuple[float, float]:
        return log(n) / log(most), (min(5.0, max(lowest, mean)) - lowest) / (5 - lowest)

    def reach(n: float, z: float) -> float:
        return z * sqrt(district.sigma2 / n + district.tau2)

    steps = np.exp(np.linspace(0, log(most), STEPS)).tolist()
    return Funnel(
        [Point(row, *at(n, mean), abs(mean - district.m) > reach(n, Z95)) for row, n, mean in seen],
        [[at(n, district.m + sign * reach(n, z)) for n in steps] for z in (Z95, Z998) for sign in (-1, 1)],
        at(1, district.m)[1],
        most,
        lowest,
    )
