"""Findings (问题): raised once from what they come from, and found again only by those whom they concern."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, case, func, literal, select, union_all, update
from sqlalchemy.orm import Session, joinedload, selectinload

from survey import problems
from survey.collect.tables import SubmissionPhoto
from survey.people.tables import Deputy
from survey.register.codes import ALPHABET
from survey.register.tables import Department, Project
from survey.rounds import moves
from survey.rounds.moves import Deed
from survey.rounds.tables import (
    Act,
    Finding,
    FindingState,
    FindingSubmission,
    MergedFinding,
    Move,
    MovePhoto,
    ReportedFinding,
)
from survey.watch.tables import MediaReport

PAGE = 50
SEEN_BY_DEPARTMENT = frozenset(FindingState) - {FindingState.RAISED, FindingState.RETURNED}
"""What was never sent, or was sent back, is no department's."""
ENDED = frozenset((FindingState.FIXED, FindingState.CLOSED))
OWED = (FindingState.DISPATCHED, FindingState.ACCEPTED, FindingState.SCHEDULED)
"""Where the department has to act next."""
NEXT_DUE_ON = case((Finding.plan_due_on < Finding.due_on, Finding.plan_due_on), else_=Finding.due_on)
"""What a department owes first of a finding, its plan or its next step."""
Item = tuple[int, UUID, str]
"""A project, a submission and the question that a finding is raised from; the question is empty for all of it."""


@dataclass(frozen=True)
class Filter:
    """Which findings the office asks for; `late` ones are past their deadline, others due by a day."""

    state: FindingState | None = None
    department: str = ""
    late: bool = False
    due_by: date | None = None


def raise_(session: Session, finding: Finding, deed: Deed, now: datetime, items: Iterable[Item] = ()) -> Finding | None:
    """Store a new finding and what it was raised from; None when one of those was taken up before."""
    wanted = set(items)
    if wanted & taken_up(session, {item[1] for item in wanted}):
        return None
    finding.code = "".join(secrets.choice(ALPHABET) for _ in range(8))
    moves.begin(session, finding, deed, now)
    take_up(session, finding, wanted)
    return finding


def take_up(session: Session, finding: Finding, items: Iterable[Item]) -> None:
    """Note that a finding stands for these items too."""
    session.add_all(
        FindingSubmission(project_id=project, submission_id=id_, question=question, finding_id=finding.id)
        for project, id_, question in items
    )
    session.flush()


def note_report(session: Session, finding: Finding, report: MediaReport) -> None:
    """Note from which media report a finding was raised; raises NotNow when the report was taken up before."""
    if of_report(session, report.id) is not None:
        raise problems.NotNow()
    session.add(ReportedFinding(report_id=report.id, finding_id=finding.id))
    session.flush()


def of_report(session: Session, report_id: int) -> Finding | None:
    """The finding that was raised from a media report."""
    raised = select(ReportedFinding.finding_id).where(ReportedFinding.report_id == report_id)
    return session.scalar(select(Finding).where(Finding.id.in_(raised)))


def unended(session: Session, like: Finding) -> Finding | None:
    """The finding that the same deputy raised about the same thing at the same site and that has not ended."""
    columns = (Finding.project_id, Finding.site_id, Finding.deputy_id, Finding.subject)
    same = [column == getattr(like, column.key) for column in columns]
    return session.scalar(select(Finding).where(*same, Finding.state.not_in(ENDED)).limit(1))


def of_those_who_left(session: Session) -> list[Finding]:
    """Findings that have not ended and whose verdict is a deputy's who is no longer in office, the oldest first."""
    left = select(Deputy.id).where(Deputy.left_at.is_not(None))
    open_ones = select(Finding).where(Finding.deputy_id.in_(left), Finding.state.not_in(ENDED))
    return list(session.scalars(open_ones.options(joinedload(Finding.department)).order_by(Finding.id)))


def sheets_of(finding: Finding) -> Select[UUID]:
    """The ids of the submissions that a finding was raised from."""
    return select(FindingSubmission.submission_id).where(FindingSubmission.finding_id == finding.id)


def open_of_project(session: Session, project: Project) -> list[Finding]:
    """A project's findings that have not ended, the oldest first."""
    open_ones = _listed().where(Finding.project_id == project.id, Finding.state.not_in(ENDED))
    return list(session.scalars(open_ones.order_by(Finding.raised_at, Finding.id)))


def closed_at(session: Session, project: Project, moment: datetime) -> list[Finding]:
    """A project's findings that were closed at a moment and still are, the oldest first."""
    last = (Move.finding_id == Finding.id, Move.position == Finding.move_count)
    then = (Move.act == Act.CLOSE, Move.at == moment, Finding.project_id == project.id)
    return list(session.scalars(select(Finding).join(Move, and_(*last)).where(*then).order_by(Finding.id)))


def taken_up(session: Session, submission_ids: Iterable[UUID]) -> set[Item]:
    """The items of some submissions that findings were raised from."""
    columns = (FindingSubmission.project_id, FindingSubmission.submission_id, FindingSubmission.question)
    rows = session.execute(select(*columns).where(FindingSubmission.submission_id.in_(list(submission_ids))))
    return {(project, id_, question) for project, id_, question in rows}


def of_office(session: Session, code: str) -> Finding:
    """Any finding, with all its moves; raises NotFound."""
    return _one(session, Finding.code == code)


def of_department(session: Session, department: str, code: str) -> Finding:
    """A finding that lies with a department; raises NotFound for every other."""
    return _one(session, Finding.code == code, *_is_of(department))


def of_deputy(session: Session, deputy: Deputy, code: str) -> Finding:
    """A deputy's own finding; raises NotFound for every other."""
    return _one(session, Finding.code == code, Finding.deputy_id == deputy.id)


def of_submission(session: Session, submission_id: UUID, code: str) -> Finding:
    """A finding that was raised from a submission, for whoever holds its receipt; raises NotFound for every other."""
    return _one(session, Finding.code == code, Finding.id.in_(_raised_from(submission_id)))


def all_of_submission(session: Session, submission_id: UUID) -> list[Finding]:
    """What was raised from a submission, the oldest first; what was merged, as a part of which it goes on."""
    merged = select(MergedFinding.finding_id)
    own = _listed().where(Finding.id.in_(_raised_from(submission_id)), Finding.id.not_in(merged))
    return list(session.scalars(own.order_by(Finding.raised_at)))


def raised_from(sheets: Select[UUID]) -> Select[int]:
    """The ids of the findings that were raised from some sheets."""
    return select(FindingSubmission.finding_id).where(FindingSubmission.submission_id.in_(sheets))


def photos(session: Session, finding: Finding) -> list[str]:
    """The hashes of the photos that came with what a finding was raised from, the oldest first."""
    rows = session.scalars(
        select(SubmissionPhoto.photo_sha256)
        .join(
            FindingSubmission,
            and_(
                FindingSubmission.project_id == SubmissionPhoto.project_id,
                FindingSubmission.submission_id == SubmissionPhoto.submission_id,
            ),
        )
        .where(FindingSubmission.finding_id.in_(with_merged(finding)))
        .order_by(SubmissionPhoto.received_at)
    )
    return list(dict.fromkeys(rows))


def replied_photos(session: Session, finding: Finding) -> list[str]:
    """The hashes of the photos that came with the department's replies."""
    return list(session.scalars(select(MovePhoto.photo_sha256).where(MovePhoto.finding_id == finding.id).distinct()))


def with_merged(finding: Finding) -> CompoundSelect[int]:
    """A finding and those that go on as parts of it."""
    merged = select(MergedFinding.finding_id).where(MergedFinding.into_id == finding.id)
    return union_all(select(literal(finding.id)), merged)


def _raised_from(submission_id: UUID) -> CompoundSelect[int]:
    """The findings that a submission was raised to, and those that they were merged into."""
    raised = select(FindingSubmission.finding_id).where(FindingSubmission.submission_id == submission_id)
    return union_all(raised, select(MergedFinding.into_id).where(MergedFinding.finding_id.in_(raised)))


def _whole() -> Select[Finding]:
    return select(Finding).options(
        joinedload(Finding.project).joinedload(Project.department),
        joinedload(Finding.site),
        joinedload(Finding.department),
        joinedload(Finding.deputy),
        selectinload(Finding.moves).options(joinedload(Move.department), selectinload(Move.photos)),
    )


def _one(session: Session, *conditions: ColumnElement[bool]) -> Finding:
    if (found := session.scalar(_whole().where(*conditions))) is None:
        raise problems.NotFound()
    return found


def _is_of(department: str) -> tuple[ColumnElement[bool], ...]:
    of_name = select(Department.id).where(Department.name == department).scalar_subquery()
    return Finding.department_id == of_name, Finding.state.in_(SEEN_BY_DEPARTMENT)


def all_of_deputy(session: Session, deputy: Deputy) -> list[Finding]:
    """A deputy's findings: those that wait for the verdict first, then the newest."""
    first = case((Finding.state == FindingState.REPLIED, 0), else_=1)
    return list(
        session.scalars(_listed().where(Finding.deputy_id == deputy.id).order_by(first, Finding.raised_at.desc()))
    )


def page_of_department(session: Session, filter_: Filter, today: date, number: int = 1) -> list[Finding]:
    """Fifty findings that lie with the filter's department, by deadline; what has ended comes last."""
    ended = case((Finding.state.in_(ENDED), 1), else_=0)
    order = (ended, NEXT_DUE_ON.asc().nulls_last(), Finding.raised_at, Finding.id)
    query = _listed().where(*_theirs(filter_, today)).order_by(*order)
    return list(session.scalars(query.limit(PAGE).offset((number - 1) * PAGE)))


def count_of_department(session: Session, filter_: Filter, today: date) -> int:
    """How many findings `page_of_department` goes through."""
    theirs = _theirs(filter_, today)
    return session.scalar(select(func.count()).select_from(Finding).where(*theirs)) or 0


def _theirs(filter_: Filter, today: date) -> list[ColumnElement[bool]]:
    """What a department asks for; late or due for it is only what waits for it, not for a deputy's verdict."""
    theirs = [*_is_of(filter_.department), *_by_deadline(filter_, today)]
    return [*theirs, Finding.state.in_(OWED)] if filter_.late or filter_.due_by else theirs


def owed_by(session: Session, department: str) -> list[Finding]:
    """What a department must accept or reply to, by deadline."""
    waits = Finding.state.in_(OWED)
    order = (NEXT_DUE_ON.asc().nulls_last(), Finding.raised_at)
    return list(session.scalars(_listed().where(*_is_of(department), waits).order_by(*order)))


def page(session: Session, filter_: Filter, today: date, number: int = 1) -> list[Finding]:
    """Fifty findings for the office, the oldest first; those that have ended only when they are asked for."""
    query = _listed().where(*_fits(filter_, today)).order_by(Finding.raised_at, Finding.id)
    return list(session.scalars(query.limit(PAGE).offset((number - 1) * PAGE)))


def count(session: Session, filter_: Filter, today: date) -> int:
    """How many findings a filter finds."""
    query = select(func.count()).select_from(Finding).outerjoin(Finding.department).where(*_fits(filter_, today))
    return session.scalar(query) or 0


def funnel(session: Session, hidden: Select[UUID] | None = None) -> dict[FindingState, int]:
    """How many findings stand in each state, without those that were raised from hidden sheets."""
    rules = [] if hidden is None else [Finding.id.not_in(raised_from(hidden))]
    rows = session.execute(select(Finding.state, func.count()).where(*rules).group_by(Finding.state))
    counts = {state: number for state, number in rows}
    return {state: counts.get(state, 0) for state in FindingState}


def departments(session: Session) -> Sequence[Department]:
    """Every department that a finding could be sent to."""
    return session.scalars(select(Department).where(Department.merged_at.is_(None)).order_by(Department.name)).all()


def hand_over(session: Session, old: str, into: str) -> int:
    """Let the findings of a department that became part of another lie with that one; what was done stays signed."""
    ids = {name: select(Department.id).where(Department.name == name).scalar_subquery() for name in (old, into)}
    moved = update(Finding).where(Finding.department_id == ids[old]).values(department_id=ids[into])
    return len(session.scalars(moved.returning(Finding.id)).all())


def lie_with(session: Session, department: str) -> bool:
    """Whether a finding lies or ever lay with a department."""
    of_name = select(Department.id).where(Department.name == department).scalar_subquery()
    acted = select(Move.finding_id).where(Move.department_id == of_name).limit(1)
    lies = select(Finding.id).where(Finding.department_id == of_name).limit(1)
    return session.scalar(lies) is not None or session.scalar(acted) is not None


def _listed() -> Select[Finding]:
    return (
        select(Finding)
        .outerjoin(Finding.department)
        .options(joinedload(Finding.project), joinedload(Finding.department), joinedload(Finding.site))
    )


def _fits(filter_: Filter, today: date) -> list[ColumnElement[bool]]:
    conditions = [Finding.state == filter_.state if filter_.state else Finding.state.not_in(ENDED)]
    if filter_.department:
        conditions.append(Department.name == filter_.department)
    return conditions + _by_deadline(filter_, today)


def _by_deadline(filter_: Filter, today: date) -> list[ColumnElement[bool]]:
    """What is past its deadline, or due by a day; what has ended has none."""
    conditions = [today > NEXT_DUE_ON] if filter_.late else []
    return conditions if filter_.due_by is None else [*conditions, filter_.due_by >= NEXT_DUE_ON]
