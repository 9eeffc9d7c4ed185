"""The weights of the index, as the office wrote them down; rows are only added, the newest holds."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.scorecards.tables import IndexWeights

COMPONENTS = ("residents", "deputies", "milestones", "findings")
"""What an index is made of, each on 0–100. Media are listed and never scored; the self-evaluation has no weight."""
WHOLE = 100


def newest(session: Session) -> IndexWeights | None:
    """The weights that were set last, whether the index is on or off."""
    return session.scalar(select(IndexWeights).order_by(IndexWeights.id.desc()).limit(1))


def in_force(session: Session) -> IndexWeights | None:
    """The weights by which indices are made now; None while the office shows none."""
    found = newest(session)
    return found if found is not None and found.is_on else None


def history(session: Session) -> list[IndexWeights]:
    """All weights that ever were set, the newest first."""
    return list(session.scalars(select(IndexWeights).order_by(IndexWeights.id.desc())))


def told(weights: IndexWeights | None) -> dict[str, int] | None:
    """Weights as an edition keeps them."""
    return None if weights is None else {name: getattr(weights, name) for name in COMPONENTS}


def set_weights(session: Session, weights: Mapping[str, int], reason: str, by: str, now: datetime) -> IndexWeights:
    """Switch the index on by these weights, in percent; raises WrongWeights or ReasonNeeded."""
    if any(weights[name] < 0 for name in COMPONENTS) or sum(weights[name] for name in COMPONENTS) != WHOLE:
        raise problems.WrongWeights()
    if not reason.strip():
        raise problems.ReasonNeeded()
    found = IndexWeights(**{name: weights[name] for name in COMPONENTS}, is_on=True, reason=reason.strip())
    return _keep(session, found, by, now)


def switch_off(session: Session, by: str, now: datetime) -> IndexWeights:
    """Show no index from now on; what was published stays. Raises NotNow while it is off."""
    found = in_force(session)
    if found is None:
        raise problems.NotNow()
    off = IndexWeights(**{name: getattr(found, name) for name in COMPONENTS}, is_on=False, reason="")
    return _keep(session, off, by, now)


def _keep(session: Session, found: IndexWeights, by: str, now: datetime) -> IndexWeights:
    found.set_by, found.set_at = by, now
    session.add(found)
    session.flush()
    state = "on" if found.is_on else "off"
    audit.record(session, by, "index_weights_set", state, now, **(told(found) or {}), reason=found.reason)
    return found
