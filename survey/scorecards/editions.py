"""What stands behind an edition: the set of submissions it was drawn up from, and what changed since the one before."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Period, Submission, counting
from survey.visits import sealing

BATCH = 10_000


class Drawn(NamedTuple):
    """How many submissions an edition was drawn up from, and a SHA-256 of their ids."""

    submissions: int
    ids_hash: str


class Changed(NamedTuple):
    """One figure of a card that another edition gives otherwise; None where it is not shown."""

    figure: str
    before: float | str | None
    after: float | str | None


def drawn_from(session: Session, period: Period) -> Drawn:
    """Take down the submissions that count now: SHA-256 of their ids in rising order, each as 32 hexadecimal digits."""
    ids = session.scalars(
        select(Submission.id)
        .where(Submission.period_id == period.id, counting(), Submission.id.not_in(sealing.unreleased()))
        .order_by(Submission.id)
        .execution_options(yield_per=BATCH)
    )
    digest, count = hashlib.sha256(), 0
    for each in ids:
        digest.update(each.hex.encode())
        count += 1
    return Drawn(count, digest.hexdigest())


FIGURES: Mapping[str, tuple[str, ...]] = {
    "answers": ("residents", "n"),
    "cautious_mean": ("residents", "satisfaction", "mean"),
    "satisfied": ("residents", "satisfied", "percent"),
    "announced_sheets": ("deputies", "announced", "n"),
    "unannounced_sheets": ("deputies", "unannounced", "n"),
    "announced": ("deputies", "announced", "mean"),
    "unannounced": ("deputies", "unannounced", "mean"),
    "fair": ("deputies", "fair", "mean"),
    "milestones_done": ("around", "steps", "done"),
    "findings_fixed": ("around", "findings", "fixed"),
    "set_aside": ("doubt", "set_aside"),
    "target": ("promise", "target"),
    "due": ("promise", "due_on"),
    "state": ("promise", "state"),
}
"""Where in a stored card the figures stand that an edition speaks of when they change."""


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Changed]:
    """What a card says otherwise than the edition before it; both are public, so nothing is told that was hidden."""
    for figure, path in FIGURES.items():
        old, new = _at(before, path), _at(after, path)
        if old != new:
            yield Changed(figure, old, new)


def _at(document: Mapping[str, Any], path: tuple[str, ...]) -> float | str | None:
    found: Any = document
    for name in path:
        if found is None:
            return None
        found = found.get(name)
    return round(found, 2) if isinstance(found, float) else found
