"""Which visits would make fair scores comparable: who should go where, expected or not, until the rules hold.

The rules: every project is seen by two deputies or more on two occasions or more, both ways; every deputy makes at
least two visits outside the own street, three of eleven; deputies link all projects; both kinds of visit are near equal
in number. `draw_quality` says in one figure how well that serves a comparison.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from survey.scorecards.draw_draft import Draft, Place, Scorer, Trip, wanted_outside
from survey.scorecards.draw_quality import Quality, Seen, quality


@dataclass(frozen=True)
class Plan:
    """The trips, and the figures without and with them."""

    trips: tuple[Trip, ...]
    before: Quality
    after: Quality


def plan(
    deputies: Sequence[Scorer],
    projects: Sequence[Place],
    past: Sequence[Seen],
    *,
    together: int = 2,
    most: int | None = None,
    seed: str = "",
) -> Plan:
    """Plan trips of `together` deputies until the rules hold, at most `most`; the same seed gives the same plan.

    Greedy: the project in greatest need comes next, visited in the way it was visited less; of the deputies who may go,
    those who have not been there, are owed a visit outside their street, link groups, and have seen least.
    """
    draft = Draft(deputies, projects, past, together, seed)
    trips: list[Trip] = []
    while (most is None or len(trips) < most) and (trip := draft.next()) is not None:
        trips.append(trip)
    return Plan(tuple(trips), _judged(draft, past), _judged(draft, draft.seen))


def _judged(draft: Draft, seen: Sequence[Seen]) -> Quality:
    visits = Counter(each.deputy for each in seen)
    outside = Counter(each.deputy for each in seen if draft.is_outside(each.deputy, each.project))
    owed = sum(outside[number] < wanted_outside(visits[number]) for number in draft.scorers)
    return quality(list(draft.places), seen, owed)
