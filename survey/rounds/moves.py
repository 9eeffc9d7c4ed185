"""Acting on a finding: every act is one deed, checked against the table of transitions, written down and audited."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.register import rules
from survey.rounds import calendar, deadlines
from survey.rounds.tables import Act, By, Finding, FindingState, MergedFinding, Move, MovePhoto, Origin, ReplyClass
from survey.rounds.transitions import Step, step_of

NEEDS_TEXT = frozenset(set(Act) - {Act.RAISE, Act.DISPATCH, Act.ACCEPT, Act.SATISFIED})
"""Acts that must say something."""
NEEDS = {
    Act.DISPATCH: ("department_id",),
    Act.ASSIGN: ("department_id",),
    Act.REPLY: ("reply_class",),
    Act.PLAN: ("promised_on",),
    Act.ENTRUST: ("deputy_id",),
}
"""What else an act must name."""
VERDICTS = (Act.SATISFIED, Act.HALF_FIXED, Act.NOT_SATISFIED)
VAGUE = re.compile("近期|近日|尽快|尽早|即将|择机|适时|逐步|抓紧|soon|shortly", re.IGNORECASE)
"""Words that promise without a day."""


@dataclass(frozen=True)
class Deed:
    """What somebody does to a finding; `actor` is a login or a deputy's number, empty for a resident."""

    act: Act
    by: By
    actor: str = ""
    text: str = ""
    department_id: int | None = None
    is_complex: bool = False
    reply_class: ReplyClass | None = None
    promised_on: date | None = None
    deputy_id: int | None = None
    minted_id: UUID | None = None
    """What the page or the phone named this deed before it was sent; one arrival or ten, one move."""
    photos: Sequence[str] = ()
    """The hashes of photos that are kept."""
    seen: int | None = None
    """The position of the last move that whoever acts has read; None where that does not matter."""


def needs_day(reply_class: ReplyClass | None, text: str) -> bool:
    """Whether a reply must name a day: what is not solved yet, and what is promised in vague words."""
    if reply_class is ReplyClass.D:
        return False
    return reply_class in (ReplyClass.B, ReplyClass.C) or VAGUE.search(text) is not None


def perform(session: Session, finding: Finding, deed: Deed, now: datetime, today: date) -> Move:
    """Do it: the finding moves on, its deadline is set anew, the move and an audit entry are written.

    A deed that has arrived before changes nothing; gives its move. Raises NotNow when the finding has moved on
    meanwhile or the table knows no such step, SomebodyElseJudges when the verdict is another's, TooLate when its days
    are over, and Incomplete or PromiseWithoutDay when something is not said.
    """
    session.refresh(finding, with_for_update={"of": Finding})  # whoever acts second sees what the first one did
    if (known := _arrived_before(session, finding, deed)) is not None:
        return known
    if deed.seen not in (None, finding.move_count):
        raise problems.NotNow()
    ruled, days = rules.of_office(session), calendar.of_office(session)
    step = step_of(finding, deed.act, deed.by, ruled)
    _check(finding, deed)
    if (over := deadlines.days_over(finding, deed.act, today, days, ruled)) is not None:
        raise problems.TooLate(days=over)
    if deed.act in (Act.SPLIT, Act.REOPEN) and _is_merged(session, finding) is not (deed.act is Act.SPLIT):
        raise problems.NotNow()
    stood = finding.plan_due_on if deed.act is Act.PLAN else finding.due_on
    in_time = None if stood is None else today <= stood
    _apply(finding, deed, step, today)
    finding.due_on = deadlines.after(finding, deed.act, today, days, ruled)
    finding.plan_due_on = deadlines.plan_after(finding, deed.act, today, days, ruled)
    move = _move(finding, deed, now)
    move.from_state, move.previous, move.in_time = step.from_state, move.position - 1, in_time
    session.flush()  # the database takes a move only of a finding that stands where the move leads
    session.add(move)
    _audit(session, finding, move)
    return move


def _arrived_before(session: Session, finding: Finding, deed: Deed) -> Move | None:
    """The move that this very deed has made; raises NotNow when its id was another deed's."""
    if deed.minted_id is None:
        return None
    known = session.scalar(select(Move).where(Move.minted_id == deed.minted_id))
    if known is not None and (known.finding_id, known.act, known.text) != (finding.id, deed.act, deed.text.strip()):
        raise problems.NotNow()
    return known


def _is_merged(session: Session, finding: Finding) -> bool:
    return session.get(MergedFinding, finding.id) is not None


def begin(session: Session, finding: Finding, deed: Deed, now: datetime) -> Move:
    """Write down the raising of a new finding, the first of its moves."""
    finding.state, finding.move_count, finding.round, finding.raised_at = FindingState.RAISED, 1, 1, now
    session.add(finding)
    session.flush()
    move = _move(finding, deed, now)
    session.add(move)
    _audit(session, finding, move)
    return move


def _check(finding: Finding, deed: Deed) -> None:
    if deed.act in VERDICTS and deed.by is not judge_of(finding):
        raise problems.SomebodyElseJudges()
    if deed.act in NEEDS_TEXT and not deed.text.strip():
        raise problems.Incomplete()
    if any(getattr(deed, column) is None for column in NEEDS.get(deed.act, ())):
        raise problems.Incomplete()
    if deed.act is Act.REPLY and needs_day(deed.reply_class, deed.text) and deed.promised_on is None:
        raise problems.PromiseWithoutDay()


def judge_of(finding: Finding) -> By:
    """Who gives the verdict: the deputy or the resident who raised it; for all others the office, after asking."""
    return {Origin.DEPUTY: By.DEPUTY, Origin.RESIDENT: By.RESIDENT}.get(finding.origin, By.OFFICE)


def _apply(finding: Finding, deed: Deed, step: Step, today: date) -> None:
    """Change what the act changes beside the deadline."""
    finding.state = step.to_state
    finding.move_count += 1
    if step.begins_round:
        finding.round, finding.is_extended = finding.round + 1, False
    match deed.act:
        case Act.DISPATCH | Act.ASSIGN:
            finding.department_id, finding.is_complex = deed.department_id, deed.is_complex
            finding.dispatched_on, finding.is_extended = today, False
        case Act.RETURN:
            finding.return_count += 1
        case Act.EXTEND:
            finding.is_extended = True
        case Act.REPLY:
            finding.reply_class, finding.promised_on, finding.verdict = deed.reply_class, deed.promised_on, None
        case Act.SATISFIED | Act.HALF_FIXED | Act.NOT_SATISFIED:
            finding.verdict = deed.act
        case Act.ENTRUST:
            finding.deputy_id = deed.deputy_id
        case Act.REOPEN:
            finding.reply_class = finding.promised_on = finding.verdict = None
            finding.return_count = 0


def _move(finding: Finding, deed: Deed, now: datetime) -> Move:
    return Move(
        finding_id=finding.id,
        position=finding.move_count,
        at=now,
        act=deed.act,
        by=deed.by,
        actor=deed.actor,
        to_state=finding.state,
        round=finding.round,
        text=deed.text.strip(),
        department_id=deed.department_id or finding.department_id,
        reply_class=deed.reply_class,
        promised_on=deed.promised_on,
        due_on=finding.due_on,
        minted_id=deed.minted_id,
        photos=[MovePhoto(photo_sha256=each) for each in dict.fromkeys(deed.photos)],
    )


def _audit(session: Session, finding: Finding, move: Move) -> None:
    """Log the act; a resident is not named anywhere, so the log has no name either."""
    audit.record(session, move.actor or move.by, f"finding_{move.act}", finding.code, move.at, state=move.to_state)
