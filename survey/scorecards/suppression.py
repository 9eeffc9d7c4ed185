"""What may be published of a few people's answers, so that no single answer can be worked out.

| answers | published |
| --- | --- |
| 0 | "no answers" |
| 1–4 | "fewer than 5" and nothing else |
| 5 to the district's minimum − 1 | n and the cautious mean with its interval |
| the minimum to 29 | distribution and share, cells of 1–2 hidden with as many others as it takes |
| 30 and more | everything, with band and label |
"""

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import combinations

FEW = 5
"""Fewer answers than this are not even counted in public."""
FULL = 30
"""From here on a distribution hides nobody and a band means something."""
BATCH = 5
"""Published numbers move only when at least so many answers are new."""
SMALL = 2
"""A cell of one or two people is hidden."""
LEAST_VALUES = 3
"""A hidden small cell could have been any of at least so many numbers."""
LEAST_MARKS = 3
"""Deputies whose marks may be published as a mean: taking off one's own leaves two."""

Counts = tuple[int, ...]


class Level(StrEnum):
    """How much of a project's answers is published."""

    NONE = "none"
    FEW = "few"
    MEAN = "mean"
    DISTRIBUTION = "distribution"
    FULL = "full"


def least(minimum: int) -> int:
    """The district's publication minimum, never under five whatever the office wrote."""
    return max(FEW, minimum)


def level(n: int, minimum: int) -> Level:
    """Say how much may be published of n answers."""
    if n == 0:
        return Level.NONE
    if n < FEW:
        return Level.FEW
    if n < least(minimum):
        return Level.MEAN
    return Level.DISTRIBUTION if n < FULL else Level.FULL


def nothing_else(_counts: Counts) -> object:
    """The default of `told`: besides the cells and their sum, nothing is published."""
    return None


def hidden_cells(counts: Sequence[int], told: Callable[[Counts], object] = nothing_else) -> frozenset[int]:
    """Choose the cells to hide: every cell of 1–2, and the fewest others that make those unrecoverable.

    `told` gives whatever else is published about the counts (a share, a rounded mean). All counts that would publish
    the same are tried: a small cell is safe when it could have been at least LEAST_VALUES numbers. All cells are
    hidden when nothing less helps; `is_safe` then says whether even that is enough.
    """
    cells = range(len(counts))
    small = {place for place in cells if 1 <= counts[place] <= SMALL}
    if not small:
        return frozenset()
    others = [place for place in cells if place not in small]
    for extra in range(len(others) + 1):
        choices = combinations(others, extra)
        for more in sorted(
            choices, key=lambda more: (min((counts[p] for p in more), default=3) < 1, _sum(counts, more))
        ):
            hidden = frozenset(small | set(more))
            if len(hidden) > 1 and is_safe(counts, hidden, told):
                return hidden
    return frozenset(cells)


def _sum(counts: Sequence[int], places: Sequence[int]) -> int:
    return sum(counts[place] for place in places)


def is_safe(counts: Sequence[int], hidden: frozenset[int], told: Callable[[Counts], object] = nothing_else) -> bool:
    """Whether an attacker who knows everything published could still not tell any small hidden cell."""
    truth = told(tuple(counts))
    small = [place for place in hidden if 1 <= counts[place] <= SMALL]
    seen: dict[int, set[int]] = {place: set() for place in small}
    for candidate in candidates(counts, hidden):
        if told(candidate) == truth:
            for place in small:
                seen[place].add(candidate[place])
            if all(len(values) >= LEAST_VALUES for values in seen.values()):
                return True
    return not small


def candidates(counts: Sequence[int], hidden: frozenset[int]) -> Iterator[Counts]:
    """Every table of counts with the same shown cells and the same sum."""
    places = sorted(hidden)
    for parts in _splits(_sum(counts, places), len(places)):
        table = list(counts)
        for place, part in zip(places, parts, strict=True):
            table[place] = part
        yield tuple(table)


def _splits(total: int, parts: int) -> Iterator[Counts]:
    if parts == 0:
        if total == 0:
            yield ()
        return
    if parts == 1:
        yield (total,)
        return
    for first in range(total + 1):
        for rest in _splits(total - first, parts - 1):
            yield (first, *rest)
