"""The channel effect on an example that a pocket calculator can check, and on a district that was made up."""

import numpy as np
import pytest

from survey.scorecards import channel_mix
from survey.scorecards.channel_mix import Effects
from survey.scorecards.satisfaction import Floats


def answers(**grades: int) -> Floats:
    return np.array([grades.get(f"g{grade}", 0) for grade in range(1, 6)], float)


def district() -> dict[int, dict[str, Floats]]:
    """Ten projects, each with 30 answers at the site of mean 3 and 10 by interview of mean 3.5."""
    return {project: {"site": answers(g3=30), "interviewer": answers(g3=5, g4=5)} for project in range(10)}


def test_the_hand_example() -> None:
    """The interview adds half a grade; centred on shares of ¾ and ¼ that is −⅛ and +⅜."""
    found = channel_mix.fit(district())
    assert found.by_channel == pytest.approx({"site": -1 / 8, "interviewer": 3 / 8})
    mean = (30 * 3 + 10 * 3.5) / 40
    assert channel_mix.adjusted(mean, {"site": 30, "interviewer": 10}, found) == pytest.approx(mean)
    assert channel_mix.adjusted(4.0, {"interviewer": 12}, found) == pytest.approx(3.625)
    assert channel_mix.adjusted(4.0, {"site": 12}, found) == pytest.approx(4.125)
    assert channel_mix.adjusted(4.0, {"paper": 12}, found) == 4.0


def test_a_good_project_answered_by_interview_is_no_channel_effect() -> None:
    given = district() | {99: {"interviewer": answers(g5=50)}}
    found = channel_mix.fit(given).by_channel
    assert found["interviewer"] - found["site"] == pytest.approx(0.5)


def test_a_thin_channel_takes_no_part() -> None:
    given = district()
    for project in range(9):
        given[project]["paper"] = answers(g1=9)
    assert set(channel_mix.fit(given).by_channel) == {"site", "interviewer"}  # nine shared projects are too few
    few = {project: {"site": answers(g3=30), "interviewer": answers(g4=2)} for project in range(10)}
    assert channel_mix.fit(few) == Effects()
    assert channel_mix.fit({}) == Effects()
    assert channel_mix.adjusted(4.0, {"site": 3}, Effects()) is None


def test_the_effect_is_found_in_a_made_up_district() -> None:
    random = np.random.default_rng(2026)
    shift = {"site": 0.0, "event": 0.4, "interviewer": 0.7}
    given: dict[int, dict[str, Floats]] = {}
    for project in range(120):
        middle = random.normal(3.4, 0.4)
        given[project] = {}
        for channel, more in shift.items():
            if random.random() < 0.7:
                drawn = np.clip(np.round(random.normal(middle + more, 0.8, random.integers(5, 60))), 1, 5)
                given[project][channel] = np.bincount(drawn.astype(int), minlength=6)[1:].astype(float)
    found = channel_mix.fit(given).by_channel
    assert found["event"] - found["site"] == pytest.approx(0.4, abs=0.08)
    assert found["interviewer"] - found["site"] == pytest.approx(0.7, abs=0.1)
