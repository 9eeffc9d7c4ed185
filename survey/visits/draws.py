"""Draws as they are kept: committed, revealed, and verified by whoever has the record."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.people.tables import AuditEntry, Deputy
from survey.register.codes import ALPHABET
from survey.register.tables import Project
from survey.visits import lottery, weights
from survey.visits.tables import Draw

MOST_PROJECTS, MOST_DEPUTIES = 30, 30
ACTS = ("draw_committed", "draw_revealed")
"""What is logged of a draw, in the order in which it is done."""


def random_code() -> str:
    """A code that tells nothing, not even how many there are."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def commit(
    session: Session, wish: dict[str, Any], actor: str, now: datetime, *, replaces: Draw | None = None, reason: str = ""
) -> Draw:
    """Fix the candidates and the commitment to a fresh seed; raises ReasonNeeded for a redraw without a reason."""
    if replaces is not None and not reason.strip():
        raise problems.ReasonNeeded()
    candidates = weights.candidates(session, wish, now)
    if not candidates["projects"] or not candidates["deputies"]:
        raise problems.NobodyToDraw()
    seed = secrets.token_hex(32)
    draw = Draw(
        code=random_code(),
        candidates=candidates,
        commitment=lottery.commitment(seed, candidates),
        seed=seed,
        made_by=actor,
        committed_at=now,
        replaces_id=replaces.id if replaces else None,
        reason=reason.strip(),
    )
    session.add(draw)
    session.flush()
    told = {"commitment": draw.commitment, "reason": draw.reason, "replaces": replaces.code if replaces else ""}
    audit.record(session, actor, "draw_committed", draw.code, now, **told)
    return draw


def reveal(session: Session, draw: Draw, actor: str, now: datetime) -> dict[str, Any]:
    """Draw, once: the seed becomes known and the result is kept; raises NotNow the second time."""
    session.refresh(draw, with_for_update=True)
    if draw.revealed_at is not None:
        raise problems.NotNow()
    draw.result, draw.revealed_at = lottery.draw(draw.seed, draw.candidates), now
    session.flush()
    audit.record(session, actor, "draw_revealed", draw.code, now, seed=draw.seed)
    return draw.result


def fault(session: Session, draw: Draw) -> str:
    """What is wrong with a draw's record, or nothing: "commitment", "result", or "log".

    Seed and candidates must fit the commitment, and the result must follow from them. Who drew, when, why again, and
    the commitment itself must be what the audit log says, which is a chain of hashes.
    """
    if lottery.commitment(draw.seed, draw.candidates) != draw.commitment:
        return "commitment"
    if draw.result != (lottery.draw(draw.seed, draw.candidates) if draw.revealed_at else None):
        return "result"
    return "" if _is_as_logged(session, draw) else "log"


def _is_as_logged(session: Session, draw: Draw) -> bool:
    """Whether the audit log says of a draw what its record says; entries of before do not name the draw replaced."""
    replaced = session.get(Draw, draw.replaces_id) if draw.replaces_id else None
    told = {"commitment": draw.commitment, "reason": draw.reason, "replaces": replaced.code if replaced else ""}
    match [_logged(session, act, draw.code) for act in ACTS]:
        case [[committed], revealed]:
            is_so = (committed.actor, committed.at) == (draw.made_by, draw.committed_at)
            is_told = {**told, **committed.detail} == told
            acts = [(draw.revealed_at, {"seed": draw.seed})] if draw.revealed_at else []
            return is_so and is_told and [(entry.at, entry.detail) for entry in revealed] == acts
    return False


def _logged(session: Session, act: str, code: str) -> list[AuditEntry]:
    """The entries about a draw that fit their own hashes."""
    return [entry for entry in audit.newest(session, act=act, subject=code) if audit.is_whole(entry)]


def of_code(session: Session, code: str) -> Draw:
    """Find a draw; raises NotFound."""
    if (found := session.scalar(select(Draw).where(Draw.code == code))) is None:
        raise problems.NotFound()
    return found


def names(session: Session, draw: Draw) -> dict[str, str]:
    """What the drawn projects and deputies are called, by number."""
    if draw.result is None:
        return {}
    projects = [project["number"] for project in draw.result["projects"]]
    found = [
        *session.execute(select(Project.number, Project.name).where(Project.number.in_(projects))),
        *session.execute(select(Deputy.number, Deputy.name).where(Deputy.number.in_(draw.result["deputies"]))),
    ]
    return {number: name for number, name in found}


def newest(session: Session, limit: int = 50) -> list[Draw]:
    """The draws, the newest first."""
    return list(session.scalars(select(Draw).order_by(Draw.committed_at.desc(), Draw.id.desc()).limit(limit)))
