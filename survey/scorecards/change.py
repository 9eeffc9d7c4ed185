"""Whether a figure has really changed, from two estimates with their intervals."""

from dataclasses import dataclass
from math import hypot


@dataclass(frozen=True)
class Figure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """after − before with its 95 % interval; `is_real` where that leaves 0 out, otherwise it may be luck."""

    before: float
    after: float
    gap: float
    low: float
    high: float
    is_real: bool

    @property
    def weight(self) -> float:
        """How far the change stands out of chance: the gap by the half width towards 0, 1 being the limit."""
        towards = self.gap - self.low if self.gap > 0 else self.high - self.gap
        return abs(self.gap) / towards if towards else 0.0


def between(before: Figure, after: Figure) -> Change:
    """Take the difference of two independent figures.

    low = d − √((a − a_low)² + (b_high − b)²), high = d + √((a_high − a)² + (b − b_low)²): of shares with Wilson's
    intervals this is method 10 of Newcombe, Statistics in Medicine 17 (1998) 873–890; of any estimates Zou and Donner,
    Statistics in Medicine 27 (2008) 1693–1702. Where the later figure holds the earlier's answers too, it is cautious.
    """
    gap = after.value - before.value
    low = gap - hypot(after.value - after.low, before.high - before.value)
    high = gap + hypot(after.high - after.value, before.value - before.low)
    return Change(before.value, after.value, gap, low, high, is_real=low > 0 or high < 0)
