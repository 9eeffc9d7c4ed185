"""Call-backs (回访): which replies a resident is to be called about, who calls, what came of it, when numbers go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, union
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.collect import contacts
from survey.collect.contact_tables import Contact
from survey.people.tables import Account, Role
from survey.rounds import findings, moves
from survey.rounds.callback_tables import Call, Callback
from survey.rounds.moves import Deed
from survey.rounds.tables import By, Finding, FindingState, FindingSubmission, MergedFinding, Move, Origin

CALLERS = (Role.OFFICE, Role.INTERVIEWER)
"""Who may be asked to call; the office may always."""


@dataclass(frozen=True)
class Task:
    """A reply about which somebody waits for a call."""

    finding: Finding
    caller: Account | None
    """Who was asked to call; None means the office."""
    tries: int
    """Calls of this round so far."""


def waiting(session: Session, account: Account) -> list[Task]:
    """The calls that this member of staff may make, the longest waiting first."""
    tries = (
        select(func.count())
        .where(Call.finding_id == Finding.id, Call.round == Finding.round)
        .correlate(Finding)
        .scalar_subquery()
    )
    rows = session.execute(
        _open_to(account).add_columns(Account, tries).order_by(Finding.due_on.asc().nulls_last(), Finding.id)
    )
    return [Task(finding, caller, count) for finding, caller, count in rows]


def of_caller(session: Session, account: Account, code: str) -> Finding:
    """A finding that this member of staff may call about now; raises NotFound for every other."""
    found = session.scalar(_open_to(account).where(Finding.code == code))
    if found is None:
        raise problems.NotFound()
    return findings.of_office(session, found.code)


def is_waiting(session: Session, finding: Finding) -> bool:
    """Whether a resident is to be called back about a finding now."""
    is_asked = finding.state is FindingState.REPLIED and finding.origin is Origin.RESIDENT
    return is_asked and bool(numbers_of(session, finding))


def _open_to(account: Account) -> Select[Finding]:
    """Replied findings of residents that somebody left a number for and that this account may call about."""
    rules = [Finding.state == FindingState.REPLIED, Finding.origin == Origin.RESIDENT, Finding.id.in_(_with_contact())]
    if account.role is not Role.OFFICE:
        rules.append(Callback.account_id == account.id)
    return (
        select(Finding)
        .outerjoin(Callback, Callback.finding_id == Finding.id)
        .outerjoin(Account, Account.id == Callback.account_id)
        .options(joinedload(Finding.project), joinedload(Finding.site), joinedload(Finding.department))
        .where(*rules)
    )


def _with_contact() -> CompoundSelect[int]:
    """The findings for which a number was left, and those that they were merged into."""
    left = select(FindingSubmission.finding_id).join(Contact, _same_submission())
    return union(left, select(MergedFinding.into_id).where(MergedFinding.finding_id.in_(left)))


def _same_submission() -> ColumnElement[bool]:
    return and_(
        Contact.project_id == FindingSubmission.project_id, Contact.submission_id == FindingSubmission.submission_id
    )


def numbers_of(session: Session, finding: Finding) -> Sequence[Contact]:
    """The contacts of those who complained of what a finding stands for, the oldest first."""
    raised = select(FindingSubmission.submission_id).where(
        FindingSubmission.finding_id.in_(findings.with_merged(finding))
    )
    return contacts.of_submissions(session, session.scalars(raised))


def calls(session: Session, finding: Finding) -> Sequence[Call]:
    """Every call about a finding, the oldest first."""
    return session.scalars(select(Call).where(Call.finding_id == finding.id).order_by(Call.id)).all()


def caller_of(session: Session, finding: Finding) -> Account | None:
    """Who was asked to call about a finding; None means the office."""
    given = session.get(Callback, finding.id, options=[joinedload(Callback.account)])
    return given.account if given else None


def give(session: Session, finding: Finding, account: Account | None, now: datetime) -> None:
    """Ask a member of staff to call, or take the call back to the office; raises NotFound for who may not call."""
    if account is not None and (account.role not in CALLERS or account.disabled_at is not None):
        raise problems.NotFound()
    if (before := session.get(Callback, finding.id)) is not None:
        session.delete(before)
        session.flush()
    if account is not None and account.role is not Role.OFFICE:
        session.add(Callback(finding_id=finding.id, account_id=account.id, given_at=now))
    session.flush()


def note(session: Session, finding: Finding, call: Call, deed: Deed | None, today: date) -> Move | None:
    """Write a call down; what the resident said is the verdict, and then gives its move.

    Raises what `moves.perform` raises when the finding has moved on meanwhile.
    """
    call.finding_id, call.round = finding.id, finding.round
    move = moves.perform(session, finding, deed, call.at, today) if deed is not None else None
    session.add(call)
    session.flush()
    return move


def by_phone(move: Move) -> bool:
    """Whether a resident's verdict was told by phone: then whoever called wrote it down."""
    return move.by is By.RESIDENT and bool(move.actor)


def expired(session: Session, now: datetime, days: int) -> Sequence[Contact]:
    """The contacts that are to go: all that was raised from their submission ended more than so many days ago.

    Where nothing was raised, the days count from when the number was left.
    """
    limit = now - timedelta(days=days)
    raised = select(FindingSubmission.finding_id).where(_same_submission()).correlate(Contact)
    whole = union(raised, select(MergedFinding.into_id).where(MergedFinding.finding_id.in_(raised)))
    last = select(func.max(Move.at)).where(Move.finding_id == Finding.id).correlate(Finding).scalar_subquery()
    keeps = select(Finding.id).where(Finding.id.in_(whole), or_(Finding.state.not_in(findings.ENDED), last > limit))
    old = select(Contact).where(Contact.left_at <= limit, ~keeps.exists())
    return session.scalars(old.order_by(Contact.left_at)).all()
