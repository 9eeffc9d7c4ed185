"""What a period's fit found, as an edition freezes it, and what has drifted since."""

from collections.abc import Iterator, Mapping
from math import isfinite, sqrt
from typing import Any, NamedTuple

from survey.scorecards.district import Background
from survey.scorecards.panel import Basis
from survey.scorecards.tables import Publication

GRADES = 0.1
"""Grades by which residents' m, and points by ten times which deputies', must have moved to be worth a line."""
POINTS = 1.0
RATIO_K, RATIO_SD = 1.5, 1.15
"""How many times larger or smaller k, and a standard deviation, must have become: k is known much less closely."""


class Drift(NamedTuple):
    """One figure that has moved; `figure` is its name in the frozen fit, as `residents.k`."""

    figure: str
    before: float
    now: float


def of_background(background: Background) -> dict[str, Any]:
    """Take down what was fitted: residents' k, m and σ in grades, deputies' k, δ, m and both σ in points."""
    found, panel = background.satisfaction, background.panel
    residents = {"basis": found.basis.value, "k": found.k, "m": found.m, "sd": sqrt(found.sigma2)}
    if panel is None or panel.basis in (Basis.SAME, Basis.ONE_DEPUTY):
        return {"residents": residents, "deputies": None}
    deputies = {
        "basis": panel.basis.value,
        "k": panel.fit.k,
        "delta": panel.fit.delta,
        "m": panel.order.m,
        "sd": _root(panel.spread.within),
        "sd_days": _root(panel.spread.between),
        "leniencies": dict(zip(panel.deputies, panel.fit.leniency.tolist(), strict=True)),
    }
    return {"residents": residents, "deputies": deputies}


def of_edition(edition: Publication) -> dict[str, Any]:
    """What an edition was fitted by; only residents' k and m are known of those from before it was all kept."""
    k = edition.k if isfinite(edition.k) else None
    return edition.fitted or {"residents": {"basis": "", "k": k, "m": edition.m}, "deputies": None}


def _root(variance: float) -> float | None:
    return sqrt(variance) if variance >= 0 else None


LIMITS = {"k": RATIO_K, "sd": RATIO_SD, "sd_days": RATIO_K}


def drifts(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Drift]:
    """What has moved by more than the limits; figures that are assumed on either side say nothing."""
    for side, least in (("residents", GRADES), ("deputies", POINTS)):
        old, new = before.get(side), now.get(side)
        if not old or not new or "default" in (old["basis"], new["basis"]):
            continue
        for name in ("m", *LIMITS):
            was, is_now = old.get(name), new.get(name)
            if was is not None and is_now is not None and _moved(name, was, is_now, least):
                yield Drift(f"{side}.{name}", was, is_now)


def _moved(name: str, was: float, is_now: float, least: float) -> bool:
    if name == "m":
        return abs(is_now - was) >= least
    low, high = sorted((was, is_now))
    return high > low * LIMITS[name]


def leniency_moves(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, float]:
    """By how many points each deputy's leniency differs from the edition's, of deputies in both."""
    old, new = ((side.get("deputies") or {}).get("leniencies", {}) for side in (before, now))
    return {deputy: new[deputy] - old[deputy] for deputy in new if deputy in old}
