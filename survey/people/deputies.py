"""Deputies (代表委员): brought as a list, found by number or words, each with the newest pass."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit, passes
from survey.people.deputy_list import Line, read
from survey.people.lists import Refusal, Rows
from survey.people.tables import Deputy, Pass

COLUMNS = ("name", "body", "trade", "employer", "ties")
MOST_WORDS = 5


@dataclass
class Preview:
    """What an import would do. `changed` pairs a deputy with column → (old, new)."""

    new: list[Line] = field(default_factory=list)
    changed: list[tuple[Line, dict[str, tuple[str, str]]]] = field(default_factory=list)
    unchanged: list[Line] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """The counts that commands print."""
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": len(self.unchanged),
            "refused": len({refusal.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for refusal in self.refusals}),
        }


def preview(session: Session, rows: Rows) -> Preview:
    """Say what importing a sheet's cells would do; raises NoDeputies when it is no list of deputies."""
    lines, refusals = read(rows)
    made = Preview(refusals=refusals)
    known = _known(session, [line.number for line in lines])
    for line in lines:
        changes = _changes(known[line.number], line) if line.number in known else None
        if changes is None:
            made.new.append(line)
        elif changes:
            made.changed.append((line, changes))
        else:
            made.unchanged.append(line)
    return made


def bring(session: Session, made: Preview, now: datetime) -> list[Deputy]:
    """Store what a preview without refusals said and return the new deputies; who is not on the list stays."""
    assert not made.refusals
    known = _known(session, [line.number for line, _ in made.changed])
    for line, changes in made.changed:
        for column in changes:
            setattr(known[line.number], column, getattr(line, column))
    new = [Deputy(**{**vars(line), "ties": line.ties or ""}, created_at=now) for line in made.new]
    session.add_all(new)
    session.flush()
    return new


def _known(session: Session, numbers: Sequence[str]) -> dict[str, Deputy]:
    return {d.number: d for d in session.scalars(select(Deputy).where(Deputy.number.in_(numbers)))}


def _changes(deputy: Deputy, line: Line) -> dict[str, tuple[str, str]]:
    return {
        column: (str(getattr(deputy, column)), str(getattr(line, column)))
        for column in COLUMNS
        if getattr(line, column) is not None and getattr(deputy, column) != getattr(line, column)
    }


def of_number(session: Session, number: str) -> Deputy:
    """Find a deputy by number; raises NotFound."""
    deputy = session.scalar(select(Deputy).where(Deputy.number == number))
    if deputy is None:
        raise problems.NotFound()
    return deputy


def listed(session: Session, search: str = "") -> list[tuple[Deputy, Pass | None]]:
    """Deputies in the order of their numbers with the newest pass of each; every word of `search` must be met."""
    newest = select(Pass.deputy_id, func.max(Pass.id).label("pass_id")).group_by(Pass.deputy_id).subquery()
    query = (
        select(Deputy, Pass)
        .outerjoin(newest, newest.c.deputy_id == Deputy.id)
        .outerjoin(Pass, Pass.id == newest.c.pass_id)
        .order_by(Deputy.number)
    )
    columns = (Deputy.number, Deputy.name, Deputy.trade, Deputy.employer)
    for word in search.split()[:MOST_WORDS]:
        query = query.where(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return [(deputy, pass_) for deputy, pass_ in session.execute(query)]


def leave(session: Session, deputy: Deputy, actor: str, now: datetime) -> None:
    """Note that a deputy is no longer in office; the pass ends with it. Raises NotNow the second time."""
    if deputy.left_at is not None:
        raise problems.NotNow()
    deputy.left_at = now
    passes.revoke(session, deputy, now)
    audit.record(session, actor, "deputy_left", deputy.number, now)


def return_(session: Session, deputy: Deputy, actor: str, now: datetime) -> None:
    """Note that a deputy is in office after all; verdicts that went to others stay with them."""
    if deputy.left_at is None:
        raise problems.NotNow()
    deputy.left_at = None
    audit.record(session, actor, "deputy_returned", deputy.number, now)


def passes_of(session: Session, deputy: Deputy) -> list[Pass]:
    """All passes of a deputy, the newest first."""
    return list(session.scalars(select(Pass).where(Pass.deputy_id == deputy.id).order_by(Pass.id.desc())))
