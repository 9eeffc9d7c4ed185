"""The ballot after a visit: one mark of each deputy who came, secret because no mark is kept with a name.

The table keeps who has voted and, apart from it, how often each mark was given. As shipped the result is 满意 when
the share of 满意 among all members of the panel reaches half, else 基本满意 when 满意 and 基本满意 together do, else
不满意 (the rule of a district's congress). The office may ask for another share, for more than it, or for a share of
the marks given; a ballot keeps the rule that stood when it was opened.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Submission
from survey.people import audit
from survey.people.tables import Deputy
from survey.register import rules
from survey.visits.tables import Ballot, BallotCount, BallotVoter, Mark, Visit, VisitSheet


def open_(session: Session, visit: Visit, actor: str, now: datetime) -> Ballot:
    """Ask the panel for its marks; raises NotNow while the visit is sealed, or when that was done."""
    if visit.unsealed_at is None or session.get(Ballot, visit.id) is not None:
        raise problems.NotNow()
    members = sum(member.recused_at is None for member in visit.panel)
    ballot = by_the_rules(session)
    ballot.visit_id, ballot.members, ballot.opened_at = visit.id, members, now
    session.add(ballot)
    session.add_all(BallotCount(visit_id=visit.id, mark=mark, count=0) for mark in Mark)
    session.flush()
    audit.record(session, actor, "ballot_opened", visit.code, now)
    return ballot


def by_the_rules(session: Session) -> Ballot:
    """A ballot by the rules of today, of no visit yet."""
    ruled = rules.of_office(session)
    return Ballot(share=ruled.ballot_share, is_over=bool(ruled.ballot_over), is_of_votes=bool(ruled.ballot_of_votes))


def close(session: Session, visit: Visit, actor: str, now: datetime) -> None:
    """End the ballot; from now on its result is shown.

    With fewer marks than the rule asks for the counts are forgotten for good, because they would tell who gave which.
    """
    ballot = of_visit(session, visit)
    if ballot is None or ballot.closed_at is not None:
        raise problems.NotNow()
    ballot.closed_at = now
    rows = session.scalars(select(BallotCount).where(BallotCount.visit_id == visit.id).with_for_update()).all()
    if sum(row.count for row in rows) < rules.of_office(session).ballot_least:
        for row in rows:
            row.count = 0
    session.flush()
    audit.record(session, actor, "ballot_closed", visit.code, now)


def vote(session: Session, visit: Visit, deputy: Deputy, mark: Mark, minted_id: UUID) -> None:
    """Count one mark; what has arrived under this id before is not counted again.

    Raises NotNow when the deputy did not come or has voted, or when no ballot is open.
    """
    ballot = session.scalar(select(Ballot).where(Ballot.visit_id == visit.id).with_for_update())
    voted = session.get(BallotVoter, (visit.id, deputy.id))
    if voted is not None and voted.minted_id == minted_id:
        return
    if ballot is None or ballot.closed_at is not None or not may_vote(session, visit, deputy):
        raise problems.NotNow()
    session.add(BallotVoter(visit_id=visit.id, deputy_id=deputy.id, minted_id=minted_id))
    row = session.get_one(BallotCount, (visit.id, mark), with_for_update=True)
    row.count += 1
    session.flush()


def may_vote(session: Session, visit: Visit, deputy: Deputy) -> bool:
    """Whether a deputy has scored a site of this visit and has not voted."""
    came = (
        select(VisitSheet.submission_id)
        .join(Submission, Submission.id == VisitSheet.submission_id)
        .where(VisitSheet.visit_id == visit.id, Submission.deputy_id == deputy.id)
        .limit(1)
    )
    return session.scalar(came) is not None and not has_voted(session, visit, deputy)


def has_voted(session: Session, visit: Visit, deputy: Deputy) -> bool:
    """Whether a deputy's mark is in; which one it was is kept nowhere."""
    return session.get(BallotVoter, (visit.id, deputy.id)) is not None


def awaited(session: Session, deputy: Deputy, mine: Sequence[Visit]) -> set[int]:
    """The keys of those of a deputy's visits whose open ballot waits for this deputy's mark."""
    asked = select(Ballot.visit_id).where(Ballot.visit_id.in_([visit.id for visit in mine]), Ballot.closed_at.is_(None))
    is_open = set(session.scalars(asked))
    return {visit.id for visit in mine if visit.id in is_open and may_vote(session, visit, deputy)}


def of_visit(session: Session, visit: Visit) -> Ballot | None:
    """The ballot of a visit, None when none was opened."""
    return session.get(Ballot, visit.id)


def counts(session: Session, visit: Visit) -> dict[Mark, int]:
    """How often each mark was given, nothing where too few were; raises NotNow before the ballot is closed."""
    ballot = of_visit(session, visit)
    if ballot is None or ballot.closed_at is None:
        raise problems.NotNow()
    rows = session.scalars(select(BallotCount).where(BallotCount.visit_id == visit.id))
    found = {row.mark: row.count for row in rows}
    return {mark: found[mark] for mark in Mark} if any(found.values()) else {}


def result(given: Mapping[Mark, int], ballot: Ballot) -> Mark:
    """The outcome by the ballot's rule; abstentions are marks given."""
    whole = sum(given.values()) if ballot.is_of_votes else ballot.members
    if _is_reached(given[Mark.SATISFIED], whole, ballot):
        return Mark.SATISFIED
    if _is_reached(given[Mark.SATISFIED] + given[Mark.BASICALLY], whole, ballot):
        return Mark.BASICALLY
    return Mark.NOT_SATISFIED


def _is_reached(part: int, whole: int, ballot: Ballot) -> bool:
    """Whether a part of the whole is enough, in whole numbers: 100 · part against share · whole."""
    if not whole:
        return False
    return 100 * part > ballot.share * whole if ballot.is_over else 100 * part >= ballot.share * whole
