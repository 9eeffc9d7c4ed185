"""Findings that say the same at one project go on as one; what was merged can be split off again, with nothing lost."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.rounds import alike, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, FindingState, MergedFinding, Origin

ENDED = (FindingState.FIXED, FindingState.CLOSED)


def targets(session: Session, finding: Finding) -> list[tuple[Finding, bool]]:
    """(finding, nearly the same) of each that this one could be merged into, those that are nearly the same first.

    A deputy's finding goes into no other, because its verdict is that deputy's alone; nor does one that was dispatched
    or that others were merged into.
    """
    if finding.state is not FindingState.RAISED or finding.origin is Origin.DEPUTY or finding.dispatched_on is not None:
        return []
    if merged_into(session, finding):
        return []
    rows = session.scalars(
        select(Finding)
        .where(Finding.project_id == finding.project_id, Finding.id != finding.id, Finding.state.not_in(ENDED))
        .options(joinedload(Finding.site))
        .order_by(Finding.raised_at.desc())
    )
    found = [(each, _say_the_same(finding, each)) for each in rows]
    return sorted(found, key=lambda pair: not pair[1])


def _say_the_same(one: Finding, other: Finding) -> bool:
    is_one_site = one.site_id == other.site_id
    return is_one_site and (alike.texts(one.text, other.text) or one.subject == other.subject)


def merge(session: Session, finding: Finding, into: Finding, actor: str, now: datetime, today: date) -> None:
    """Let a finding go on as a part of another; raises NotNow when it cannot."""
    if into.id not in {each.id for each, _ in targets(session, finding)}:
        raise problems.NotNow()
    deed = Deed(Act.MERGE, By.OFFICE, actor, f"{into.code} {into.subject}".strip())
    moves.perform(session, finding, deed, now, today)
    session.add(MergedFinding(finding_id=finding.id, into_id=into.id))
    session.flush()


def split(session: Session, finding: Finding, deed: Deed, now: datetime, today: date) -> None:
    """Let a merged finding stand for itself again; raises NotNow for one that was not merged."""
    moves.perform(session, finding, deed, now, today)
    session.delete(session.get_one(MergedFinding, finding.id))
    session.flush()


def target_of(session: Session, finding: Finding) -> Finding | None:
    """The finding that this one was merged into."""
    into = select(MergedFinding.into_id).where(MergedFinding.finding_id == finding.id)
    return session.scalar(select(Finding).where(Finding.id.in_(into)))


def merged_into(session: Session, finding: Finding) -> list[Finding]:
    """What was merged into a finding, the oldest first."""
    merged = select(MergedFinding.finding_id).where(MergedFinding.into_id == finding.id)
    return list(session.scalars(select(Finding).where(Finding.id.in_(merged)).order_by(Finding.raised_at)))
