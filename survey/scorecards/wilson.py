"""The share of a yes among n answers, with Wilson's interval."""

from math import sqrt
from typing import NamedTuple

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


class Share(NamedTuple):
    """A share and its 95 % interval, all between 0 and 1."""

    share: float
    low: float
    high: float


def interval(count: int, n: int, z: float = Z95) -> Share:
    """Estimate a share from `count` of `n` answers; raises ValueError when n is 0 or count is not in 0…n.

    (p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n), E. B. Wilson, JASA 22 (1927) 209–212. Unlike p ± z·se it
    neither leaves 0…1 nor shrinks to a point when everybody says the same.
    """
    if n < 1 or not 0 <= count <= n:
        raise ValueError(f"{count} of {n} is no share")
    p, shrink = count / n, 1 + z * z / n
    centre = (p + z * z / (2 * n)) / shrink
    reach = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / shrink
    low = 0.0 if count == 0 else max(0.0, centre - reach)
    high = 1.0 if count == n else min(1.0, centre + reach)
    return Share(p, low, high)
