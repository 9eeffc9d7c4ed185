"""Two published editions side by side: which projects really changed, and how many would have by luck alone.

Only what was published is read, so that whoever may see both editions may see this.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from survey.scorecards import change, wilson
from survey.scorecards.change import Change, Figure
from survey.scorecards.suppression import FULL

VITAL = 12
"""How many of the projects that changed most stand first."""
BY_LUCK = 0.05
"""The share of unchanged figures that a 95 % interval calls changed."""

Card = Mapping[str, Any]


@dataclass(frozen=True)
class Moved:
    """One project in both editions: the share of satisfied residents in percent, and deputies' fair score."""

    number: str
    name: str
    department: str
    residents: Change | None
    deputies: Change | None

    @property
    def is_real(self) -> bool:
        return any(found is not None and found.is_real for found in (self.residents, self.deputies))

    @property
    def weight(self) -> float:
        return max((found.weight for found in (self.residents, self.deputies) if found is not None), default=0.0)


@dataclass(frozen=True)
class GroupMoved:
    """A department or a category: its projects that have 30 answers or more in both editions, taken together."""

    name: str
    projects: int
    residents: Change


@dataclass(frozen=True)
class Periods:
    """What has changed between two editions; of `compared` figures, `by_luck` would look changed without a reason."""

    rows: Sequence[Moved]
    vital: Sequence[Moved]
    compared: int
    changed: int
    by_luck: float
    district: Change | None
    departments: Sequence[GroupMoved]
    categories: Sequence[GroupMoved]
    new: Sequence[str]
    gone: Sequence[str]


def compare(before: Sequence[Card], after: Sequence[Card]) -> Periods:
    """Compare the cards of two editions; projects that are in one of them only are named."""
    old = {card["number"]: card for card in before}
    pairs = [(old[card["number"]], card) for card in after if card["number"] in old]
    rows = [moved(was, now) for was, now in pairs]
    figures = [found for row in rows for found in (row.residents, row.deputies) if found is not None]
    real = sorted((row for row in rows if row.is_real), key=lambda row: (-row.weight, row.number))
    shown = {card["number"] for card in after}
    return Periods(
        rows=sorted(rows, key=lambda row: row.number),
        vital=real[:VITAL],
        compared=len(figures),
        changed=sum(found.is_real for found in figures),
        by_luck=BY_LUCK * len(figures),
        district=next((group.residents for group in _groups(pairs, None)), None),
        departments=list(_groups(pairs, "department")),
        categories=list(_groups(pairs, "category")),
        new=[card["name"] for card in after if card["number"] not in old],
        gone=[card["name"] for card in before if card["number"] not in shown],
    )


def moved(before: Card, after: Card) -> Moved:
    """One project's change."""
    return Moved(
        after["number"],
        after["name"],
        after["promise"]["department"],
        _change(_share(before), _share(after)),
        _change(_fair(before), _fair(after)),
    )


def _change(before: Figure | None, after: Figure | None) -> Change | None:
    return None if before is None or after is None else change.between(before, after)


def _share(card: Card) -> Figure | None:
    found = card["residents"]["satisfied"]
    return Figure(found["percent"], found["low"], found["high"]) if found else None


def _fair(card: Card) -> Figure | None:
    found = card["deputies"].get("fair")
    return Figure(found["mean"], found["low"], found["high"]) if found and found["low"] is not None else None


def _groups(pairs: Sequence[tuple[Card, Card]], name: str | None) -> Iterator[GroupMoved]:
    """Pool the projects of each name, all of them without one, the most changed first."""
    together: defaultdict[str, list[tuple[Card, Card]]] = defaultdict(list)
    for pair in pairs:
        if all((card["residents"]["n"] or 0) >= FULL and card["residents"]["satisfied"] for card in pair):
            together[pair[1]["promise"][name] if name else ""].append(pair)
    found = [
        GroupMoved(of, len(members), change.between(*(_pooled(side) for side in zip(*members, strict=True))))
        for of, members in together.items()
    ]
    yield from sorted(found, key=lambda group: (-group.residents.weight, group.name))


def _pooled(cards: Sequence[Card]) -> Figure:
    shares = [card["residents"]["satisfied"] for card in cards]
    count, n = sum(share["count"] for share in shares), sum(share["n"] for share in shares)
    return Figure(*(100 * part for part in wilson.interval(count, n)))


def since(before: Card, after: Card) -> dict[str, Any] | None:
    """What a card says of the period before: each figure that both show, with its change; None where there is none."""
    found = moved(before, after)
    told = {name: asdict(one) for name in ("residents", "deputies") if (one := getattr(found, name)) is not None}
    return {"period": before["period"], "edition": before["edition"], **told} if told else None
