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
from typing import NamedTuple

FEW = 5
"""Fewer answers than this are not even counted in public."""
FULL = 30
"""From here on a distribution hides nobody and a band means something."""
BATCH = 5
"""Published numbers move only when at least so many answers are new."""
SMALL = 2
"""A cell of one or two people is hidden."""
MOST_HIDDEN = 3
"""Where more cells would have to be hidden, what is left of a distribution is not worth showing."""
LEAST_MARKS = 3
"""Deputies whose marks may be published as a mean: taking off one's own leaves two."""

Counts = tuple[int, ...]
Told = Callable[[Counts], object]
"""Whatever else is published about a table of counts: a share, a rounded mean."""


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


class Choice(NamedTuple):
    """The cells that are hidden, and which of the offered ways of telling more is published beside them."""

    hidden: frozenset[int]
    way: int


def hidden_cells(counts: Sequence[int]) -> frozenset[int]:
    """Hide every cell of one or two, and the smallest others with it until two cells and three people are hidden."""
    hidden = {place for place, count in enumerate(counts) if 1 <= count <= SMALL}
    others = sorted(
        (place for place in range(len(counts)) if place not in hidden), key=lambda p: (counts[p] == 0, counts[p])
    )
    while hidden and others and (len(hidden) < 2 or sum(counts[place] for place in hidden) <= SMALL):
        hidden.add(others.pop(0))
    return frozenset(hidden)


def choose(counts: Sequence[int], ways: Sequence[Told]) -> Choice | None:
    """Publish the first way of telling more that betrays no hidden cell; None when none is safe.

    The reader is taken to know this very rule. All tables that would have led to the same publication are tried: every
    small cell must have had at least two possible values. That is a property of the publication and not of the true
    table, so nothing can be learned from a choice having been refused that the published one does not say itself.
    """
    table = tuple(counts)
    if sum(table) >= FULL:
        return Choice(frozenset(), 0)
    reader = _Reader(tuple(ways))
    hidden = hidden_cells(table)
    return next((Choice(hidden, way) for way in range(len(ways)) if reader.is_baffled(table, way)), None)


class _Reader:
    """Somebody who tries every table of counts; remembers what was tried."""

    def __init__(self, ways: tuple[Told, ...]) -> None:
        self.ways = ways
        self.known: dict[tuple[Counts, int], bool] = {}

    def is_baffled(self, table: Counts, way: int) -> bool:
        """Whether no small cell can be told when `table` is published in this way."""
        if (table, way) not in self.known:
            self.known[table, way] = self._try(table, way)
        return self.known[table, way]

    def _try(self, table: Counts, way: int) -> bool:
        hidden, truth = hidden_cells(table), self.ways[way](table)
        if len(hidden) > MOST_HIDDEN:
            return False
        seen: dict[int, set[int]] = {place: set() for place in hidden if 1 <= table[place] <= SMALL}
        for other in candidates(table, hidden):
            if all(len(values) > 1 for values in seen.values()):
                return True
            if (
                any(other[place] not in values for place, values in seen.items())
                and hidden_cells(other) == hidden
                and self.ways[way](other) == truth
                and not any(self.is_baffled(other, earlier) for earlier in range(way))
            ):
                for place, values in seen.items():
                    values.add(other[place])
        return all(len(values) > 1 for values in seen.values())


def candidates(counts: Sequence[int], hidden: frozenset[int]) -> Iterator[Counts]:
    """Every table of counts with the same shown cells and the same sum."""
    places = sorted(hidden)
    for parts in _splits(sum(counts[place] for place in places), len(places)):
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
