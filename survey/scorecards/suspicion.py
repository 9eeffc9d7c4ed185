"""Rules by which sets of residents' sheets look suspect; pure functions over sheets in the order of their arrival.

A rule says only that somebody should look. No sheet stops counting before a person has decided so, and none is ever
deleted. That many answers come in one hour, or from one address, is no sign: families, fairs and halls do the same, and
a rule on bursts of time alone raised a false alarm in every honest project and year that was simulated. Slow stuffing
with many phones cannot be seen.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from math import ceil, inf, log, sqrt
from typing import NamedTuple

ALARM = 0.001
"""How often an honest project and channel may show a run as long as the shortest suspect one."""
LEAST_RUN = 6
TOO_FAST = 1.0
FAST = 2.0
"""Seconds an item: under the first a set is flagged, under the second it is noted."""
LEAST_GRADES = 4
"""Graded answers that a sheet needs before all alike means anything."""
LEAST_TEXT = 10
LEAST_ALIKE = 3
LEAST_REPEATS = 5
LEAST_CHANNEL = 30
Z999 = 3.09
"""Two-sided 0.2 %, as the outer lines of a funnel."""
LEAST_SHIFT = 0.5
"""Grades by which a channel must stand apart before it is worth a look, however many answered."""


class Rule(StrEnum):
    """Why a set of sheets was picked out; the first two raise suspicion, the others are notes."""

    IDENTICAL = "identical"
    TOO_FAST = "too_fast"
    FAST = "fast"
    STRAIGHT = "straight"
    SAME_TEXT = "same_text"
    SAME_DEVICE = "same_device"
    CHANNEL = "channel"


SUSPECT = (Rule.IDENTICAL, Rule.TOO_FAST)


class Run(NamedTuple):
    """Equal sheets in a row: the first's place, how many, the sheet's share of all, and the shortest suspect run."""

    start: int
    length: int
    share: float
    limit: int


def shortest_suspect_run(n: int, share: float) -> float:
    """From how many equal sheets in a row on a run is suspect: max(6, ⌈ln(0.001/(n(1−p)))/ln p⌉).

    n·(1−p)·p^r is how many runs of length r or more are expected by chance among n sheets of which a share p is alike
    (Erdős and Rényi, On a new law of large numbers, J. Analyse Math. 23 (1970) 103–111). Infinite where all are alike.
    """
    if share >= 1:
        return inf
    return max(LEAST_RUN, ceil(log(ALARM / (n * (1 - share))) / log(share)))


def identical_runs(sheets: Sequence[Hashable]) -> list[Run]:
    """Find runs of equal whole sheets that are too long for chance.

    p is the sheet's share of all. Where one run is more than half of all sheets it would vouch for itself, so its share
    is then taken from the others, (c − r + 1)/(n − r + 2) by the rule of succession.
    """
    counts, n, found, start = Counter(sheets), len(sheets), [], 0
    for sheet, same in groupby(sheets):
        length = sum(1 for _ in same)
        if length >= LEAST_RUN:
            share = counts[sheet] / n
            if 2 * length > n:
                share = (counts[sheet] - length + 1) / (n - length + 2)
            limit = shortest_suspect_run(n, share)
            if length >= limit:
                found.append(Run(start, length, share, int(limit)))
        start += length
    return found


def pace(seconds: int | None, items: int) -> Rule | None:
    """Whether a sheet was filled in under one second an item, or under two; None where nobody measured."""
    if seconds is None or not items:
        return None
    each = seconds / items
    return Rule.TOO_FAST if each < TOO_FAST else Rule.FAST if each < FAST else None


def is_straight(grades: Sequence[str]) -> bool:
    """Whether all grades of a sheet are alike and not the best; all fives is honest in 29 % of sheets."""
    return len(grades) >= LEAST_GRADES and len(set(grades)) == 1 and grades[0] != "5"


def plain_text(text: str) -> str:
    """Text without case, width, spaces and punctuation, so that copies look alike."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def same_texts(texts: Sequence[str], devices: Sequence[str | None]) -> list[list[int]]:
    """Places of texts that say the same, ten characters or more, three times or more from two devices or more.

    An unknown device counts as one of its own.
    """
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(texts):
        if len(plain := plain_text(text)) >= LEAST_TEXT:
            alike[plain].append(place)
    return [
        places
        for places in alike.values()
        if len(places) >= LEAST_ALIKE and len({devices[place] or place for place in places}) > 1
    ]


def repeats(devices: Sequence[str | None]) -> list[list[int]]:
    """Places of sheets that one device sent on one day, five or more; only the latest of them counts anyway."""
    by_device: defaultdict[str, list[int]] = defaultdict(list)
    for place, device in enumerate(devices):
        if device is not None:
            by_device[device].append(place)
    return [places for places in by_device.values() if len(places) >= LEAST_REPEATS]


class Apart(NamedTuple):
    """A channel whose mean stands apart from the project's others by more than chance and the usual difference."""

    channel: str
    mean: float
    others: float


def channels_apart(means: Mapping[str, tuple[int, float]], usual: Mapping[str, float], sigma2: float) -> list[Apart]:
    """Find channels whose mean grade differs from the others' too much; `means` holds n and mean, `usual` the effects.

    Each mean is first freed of its channel's usual effect in the district. Apart when both sides have 30 answers and
    |difference| > max(0.5, 3.09·√(σ²(1/n + 1/n_others))).
    """
    freed = {channel: (n, mean - usual.get(channel, 0.0)) for channel, (n, mean) in means.items() if n}
    found = []
    for channel, (n, mean) in freed.items():
        others = [part for name, part in freed.items() if name != channel]
        n_others = sum(count for count, _ in others)
        if min(n, n_others) < LEAST_CHANNEL:
            continue
        elsewhere = sum(count * value for count, value in others) / n_others
        if abs(mean - elsewhere) > max(LEAST_SHIFT, Z999 * sqrt(sigma2 * (1 / n + 1 / n_others))):
            found.append(Apart(channel, mean, elsewhere))
    return found
