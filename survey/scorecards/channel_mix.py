"""The channel effect: what a way of answering adds to a grade, whatever the project.

People asked by an interviewer grade kinder than people who scan a poster. Two projects that were answered in different
ways are then compared more fairly once that is taken off; the card shows both figures, the plain one first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from survey.scorecards.satisfaction import GRADES, Floats

LEAST_ANSWERS = 30
LEAST_SHARED = 10
"""Answers of a channel in the district, and projects that it shares with another, before its effect is measured."""


@dataclass(frozen=True)
class Effects:
    """Grades that each measured channel adds, centred on the district's mix; empty where nothing can be measured."""

    by_channel: Mapping[str, float] = field(default_factory=dict)


def fit(given: Mapping[int, Mapping[str, Floats]]) -> Effects:
    """Estimate additive channel effects from grade counts by project and channel.

    Mean grade of a project i through a channel c = a_i + b_c, both fixed, weighted by answers; Σ share_c·b_c = 0. N are
    the answers by project and channel, S1 their sums, D the diagonals of N's sums by project and by channel:
    (D_c − NᵀD_p⁻¹N) b = S1_c − NᵀD_p⁻¹S1_p (least squares with the projects swept out; Searle, Linear Models, 1971,
    chapter 7). A channel with fewer than 30 answers or 10 shared projects takes no part. Cell weights are never used:
    they raise the error.
    """
    channels = _measurable(given)
    if len(channels) < 2:
        return Effects()
    n = np.array([[_n(of.get(channel)) for channel in channels] for of in given.values()])
    s1 = np.array([[_sum(of.get(channel)) for channel in channels] for of in given.values()])
    answered = n.sum(axis=1) > 0
    n, s1 = n[answered], s1[answered]
    shares = n / n.sum(axis=1, keepdims=True)
    matrix = np.diag(n.sum(axis=0)) - n.T @ shares
    effects = np.linalg.lstsq(matrix, s1.sum(axis=0) - shares.T @ s1.sum(axis=1), rcond=None)[0]
    effects = effects - float(n.sum(axis=0) @ effects / n.sum())
    return Effects(dict(zip(channels, effects.tolist(), strict=True)))


def _measurable(given: Mapping[int, Mapping[str, Floats]]) -> list[str]:
    """The channels that enough people used in enough projects that were also answered another way."""
    channels = sorted({channel for of in given.values() for channel in of})
    while True:
        fit_for_it = [channel for channel in channels if _is_measurable(channel, channels, given)]
        if fit_for_it == channels:
            return channels
        channels = fit_for_it


def _is_measurable(channel: str, channels: list[str], given: Mapping[int, Mapping[str, Floats]]) -> bool:
    answered = [of for of in given.values() if _n(of.get(channel))]
    shared = sum(any(_n(of.get(other)) for other in channels if other != channel) for of in answered)
    return sum(_n(of.get(channel)) for of in answered) >= LEAST_ANSWERS and shared >= LEAST_SHARED


def adjusted(mean: float, answers: Mapping[str, int], effects: Effects) -> float | None:
    """A project's plain mean less what its mix of channels adds: x̄ − Σ n_c·b_c / n; None where nothing is measured.

    Channels that take no part add nothing.
    """
    n = sum(answers.values())
    if not effects.by_channel or not n:
        return None
    return mean - sum(count * effects.by_channel.get(channel, 0.0) for channel, count in answers.items()) / n


def _n(counts: Floats | None) -> float:
    return 0.0 if counts is None else float(counts.sum())


def _sum(counts: Floats | None) -> float:
    return 0.0 if counts is None else float(counts @ GRADES)
