"""Plans of visits: the rules hold afterwards in every district where they can, and one figure says how well."""

import numpy as np
import pytest

from survey.scorecards.draw_draft import Place, Scorer, wanted_outside
from survey.scorecards.draw_plan import Plan, plan
from survey.scorecards.draw_quality import Seen, quality


def district(seed: int) -> tuple[list[Scorer], list[Place], list[Seen]]:
    """Five to 40 projects in two to six streets, six to 25 deputies, some employed where they may not go; odd pasts."""
    random = np.random.default_rng(seed)
    streets, projects, deputies = (int(random.integers(*ends)) for ends in ((2, 7), (5, 41), (6, 26)))
    scorers = [Scorer(f"D{d}", f"S{d % streets}" if d % 5 else "", f"E{d % 9}") for d in range(deputies)]
    places = [Place(f"P{p}", f"S{p % streets}", frozenset({f"E{p % 4}"})) for p in range(projects)]
    past = [
        Seen(f"D{d}", f"P{p}", bool(random.random() < 0.8), (p, int(random.integers(3))))
        for p in range(projects + 2)  # two of the past are projects no more
        for d in random.choice(deputies, random.integers(0, 4), replace=False).tolist()
    ]
    return scorers, places, past


@pytest.mark.parametrize("seed", range(12))
def test_after_a_plan_all_rules_hold(seed: int) -> None:
    scorers, places, past = district(seed)
    found = plan(scorers, places, past, seed=str(seed))
    after = found.after
    assert (after.thin, after.one_kind, after.groups, after.owed) == (0, 0, 1, 0)
    assert after.visited == after.projects == len(places)
    assert after.figure >= found.before.figure
    assert all(trip.deputies and len(set(trip.deputies)) == len(trip.deputies) for trip in found.trips)
    conflicts = {place.number: place.conflicts for place in places}
    employer = {scorer.number: scorer.employer for scorer in scorers}
    assert not any(employer[one] in conflicts[trip.project] for trip in found.trips for one in trip.deputies)


def test_islands_are_linked_and_nobody_stays_in_the_own_street() -> None:
    scorers = [Scorer(f"D{d}", f"S{d % 6}") for d in range(36)]
    places = [Place(f"P{p}", f"S{p % 6}") for p in range(60)]
    past = [Seen(f"D{p % 6 + 6 * ((p + j) % 6)}", f"P{p}", True, (p, j)) for p in range(60) for j in range(2)]
    found = plan(scorers, places, past)
    assert (found.before.groups, found.before.owed, found.before.one_kind) == (6, 36, 60)
    assert found.before.figure < 20
    assert found.after.holds
    assert found.after.figure > 80
    assert found.after.announced - found.after.unannounced in range(-12, 13)


def test_a_new_district_gets_two_occasions_of_both_kinds_each() -> None:
    found = plan([Scorer(f"D{d}") for d in range(20)], [Place(f"P{p}") for p in range(30)], [])
    assert len(found.trips) == 60
    assert found.before.figure == 0
    assert found.after.holds
    assert found.after.announced == found.after.unannounced == 60


def test_the_same_seed_plans_the_same_and_another_differs() -> None:
    scorers, places, past = district(3)
    one, again, other = (plan(scorers, places, past, seed=seed).trips for seed in ("a", "a", "b"))
    assert one == again
    assert one != other


def test_a_short_plan_does_the_most_needed_first() -> None:
    places = [Place("seen"), Place("never")]
    past = [Seen("D1", "seen", True, 1), Seen("D2", "seen", False, 2)]
    found: Plan = plan([Scorer("D1"), Scorer("D2"), Scorer("D3")], places, past, most=1)
    assert [trip.project for trip in found.trips] == ["never"]
    assert not found.after.holds


def test_what_cannot_hold_ends_without_a_trip() -> None:
    assert plan([], [Place("P")], []).trips == ()
    assert plan([Scorer("D")], [], []).trips == ()
    nobody_may = plan([Scorer("D", employer="E")], [Place("P", conflicts=frozenset({"E"}))], [])
    assert nobody_may.trips == ()
    assert not nobody_may.after.holds


def test_quality_by_hand() -> None:
    """Two projects, two deputies who both see both: c_p = c_q, so nothing is lost; one deputy each: no pair at all."""
    both = [Seen(d, p, True, (d, p)) for d in ("D1", "D2") for p in ("A", "B")]
    assert quality(["A", "B"], both).figure == pytest.approx(100)
    assert quality(["A", "B"], [Seen("D1", "A", True, 1), Seen("D2", "B", True, 1)]).figure == 0
    # A: D1, D2; B: D2, D3. M = [[2.5, -.5, 0], [-.5, 3, -.5], [0, -.5, 2.5]], c_A − c_B = (½, 0, −½),
    # c'M⁻¹c = 0.5 / 2.5 = 0.2, so 1 / (1 + 0.2).
    chain = [Seen(d, p, True, (d, p)) for d, p in (("D1", "A"), ("D2", "A"), ("D2", "B"), ("D3", "B"))]
    assert quality(["A", "B"], chain).figure == pytest.approx(100 / 1.2)
    assert quality(["A", "B", "never"], chain).figure == pytest.approx(100 / 1.2 / 3)


def test_three_of_eleven() -> None:
    assert [wanted_outside(visits) for visits in (0, 2, 7, 8, 11, 12)] == [2, 2, 2, 3, 3, 4]
