"""What the demo shows of the road and after it: a tour that was moved, a closed site, a ballot, photos, a call-back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import groupby
from uuid import NAMESPACE_OID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import contacts, photos
from survey.collect.tables import Submission, SubmissionPhoto, VisitKind
from survey.demo import pictures
from survey.demo.people import OFFICE_LOGIN
from survey.people.tables import Deputy
from survey.questionnaires.tables import Audience
from survey.register.tables import Project
from survey.rounds import calendar, callbacks, findings, merging, moves
from survey.rounds.callback_tables import Call, Outcome
from survey.rounds.moves import Deed
from survey.rounds.tables import (
    Act,
    By,
    Finding,
    FindingState,
    FindingSubmission,
    Move,
    MovePhoto,
    Origin,
    ReplyClass,
)
from survey.settings import DISTRICT_TIME, Settings, secret_key
from survey.visits import afterwards, ballots, sealing, visits
from survey.visits.tables import ClosedSite, Mark, Visit, VisitComment, VisitSheet
from survey.visits.visits import Plan

WHY_MOVED = "原定当天有台风蓝色预警。"
CLOSED = "大门上贴着告示：本周设备检修，暂停开放。"
REMARK = "当天下雨，步道的排水看得更清楚，建议雨后再看一次。"
NUMBERS = ("138 0013 8000", "139 1000 0001")
"""Numbers that carriers keep for examples."""
FITTING = ("管护", "质量")
"""What a picture of lamps fits best."""
SHOWN = 6
"""Replies with a photo of before and after."""


def tour(session: Session, register: Sequence[Project], now: datetime) -> None:
    """Make the last announced day of the deputies' sheets a visit: moved once, one more site closed, with a ballot."""
    sheets = _last_tour(session, now)
    if not sheets:
        return
    day = sheets[0].received_at.astimezone(DISTRICT_TIME).date()
    before = calendar.of_office(session).after(day - timedelta(days=7), 1)
    site_ids = list(dict.fromkeys(sheet.site_id for sheet in sheets))
    scored = {sheet.project_id for sheet in sheets}
    closed = next((p.sites[0].id for p in register if p.id not in scored and p.sites), None)
    deputy_ids = list(dict.fromkeys(sheet.deputy_id for sheet in sheets if sheet.deputy_id is not None))
    route = site_ids if closed is None else [*site_ids, closed]
    wanted = Plan(VisitKind.ANNOUNCED, before, before, route, deputy_ids, "8:30 在区政府东门集合。")
    planned = visits.plan(session, wanted, OFFICE_LOGIN, sheets[0].received_at - timedelta(days=12))
    visit = visits.of_office(session, planned.code)
    moved = sheets[0].received_at - timedelta(days=8)
    afterwards.shift(session, visit, (day, day), WHY_MOVED, actor=OFFICE_LOGIN, now=moved)
    session.add_all(VisitSheet(project_id=s.project_id, submission_id=s.id, visit_id=visit.id) for s in sheets)
    session.flush()
    end = max(sheet.received_at for sheet in sheets) + timedelta(minutes=20)
    if closed is not None:
        found = ClosedSite(visit_id=visit.id, site_id=closed, deputy_id=deputy_ids[0], at=end, note=CLOSED)
        afterwards.report_closed(session, found, visit, "demo", day)
    sealing.close(session, visit, OFFICE_LOGIN, end + timedelta(hours=2))
    said = VisitComment(visit_id=visit.id, deputy_id=deputy_ids[-1], at=end + timedelta(hours=3), text=REMARK)
    afterwards.comment(session, visit, said, "demo")
    _ballot(session, visit, deputy_ids, end + timedelta(hours=4))


def _last_tour(session: Session, now: datetime) -> list[Submission]:
    """The sheets of the last announced day that two deputies or more scored on, without a visit so far."""
    rows = session.scalars(
        select(Submission)
        .outerjoin(VisitSheet, VisitSheet.submission_id == Submission.id)
        .where(Submission.audience == Audience.DEPUTY, Submission.visit_kind == VisitKind.ANNOUNCED)
        .where(Submission.superseded_at.is_(None), VisitSheet.visit_id.is_(None), Submission.received_at < now)
        .order_by(Submission.received_at.desc(), Submission.id)
    )
    for _, day in groupby(rows, lambda sheet: sheet.received_at.astimezone(DISTRICT_TIME).date()):
        sheets = list(day)
        if len({sheet.deputy_id for sheet in sheets}) > 1:
            return sheets
    return []


def _ballot(session: Session, visit: Visit, deputy_ids: Sequence[int], at: datetime) -> None:
    """All but one are satisfied."""
    ballots.open_(session, visit, OFFICE_LOGIN, at)
    deputies = session.scalars(select(Deputy).where(Deputy.id.in_(deputy_ids)).order_by(Deputy.id))
    for place, deputy in enumerate(deputies.all()):
        mark = Mark.BASICALLY if place == 1 else Mark.SATISFIED
        ballots.vote(session, visit, deputy, mark, uuid5(NAMESPACE_OID, f"{visit.code} {place}"))
    ballots.close(session, visit, OFFICE_LOGIN, at + timedelta(hours=1))


def merged(session: Session, now: datetime) -> None:
    """A hearing complains of what a resident's finding says already; the office lets it go on as a part of that."""
    into = session.scalar(
        select(Finding)
        .where(Finding.origin == Origin.RESIDENT, Finding.state.not_in(findings.ENDED), Finding.site_id.is_not(None))
        .order_by(Finding.raised_at)
        .limit(1)
    )
    if into is None:
        return
    same = Finding(project_id=into.project_id, site_id=into.site_id, origin=Origin.HEARING, subject=into.subject)
    same.text = into.text
    at = max(into.raised_at, now - timedelta(days=2))
    findings.raise_(session, same, Deed(Act.RAISE, By.OFFICE, OFFICE_LOGIN, same.text), at)
    merging.merge(session, same, into, OFFICE_LOGIN, at, at.astimezone(DISTRICT_TIME).date())


def called_back(session: Session, now: datetime, settings: Settings) -> None:
    """Two residents left a number; one was called in vain yesterday, for the other nobody has called yet."""
    key, today = secret_key(settings), now.astimezone(DISTRICT_TIME).date()
    for place, (finding, typed) in enumerate(zip(_of_residents(session), NUMBERS, strict=False)):
        submission = session.scalars(
            select(Submission)
            .join(FindingSubmission, FindingSubmission.submission_id == Submission.id)
            .where(FindingSubmission.finding_id == finding.id)
            .limit(1)
        ).one()
        contacts.leave(session, submission, typed, key, submission.received_at + timedelta(minutes=1))
        _reply(session, finding, now - timedelta(days=1))
        if place == 0:
            tried = Call(at=now - timedelta(hours=3), caller=OFFICE_LOGIN, outcome=Outcome.NO_ANSWER, note="")
            callbacks.note(session, finding, tried, None, today)


def _of_residents(session: Session) -> Sequence[Finding]:
    """Findings of residents that a department has or has replied to, the oldest first."""
    states = (FindingState.DISPATCHED, FindingState.ACCEPTED, FindingState.REPLIED)
    rows = select(Finding).where(Finding.origin == Origin.RESIDENT, Finding.state.in_(states))
    return session.scalars(rows.order_by(Finding.raised_at, Finding.id)).all()


def _reply(session: Session, finding: Finding, at: datetime) -> None:
    """Bring a finding to its reply, as far as it is not there."""
    day = at.astimezone(DISTRICT_TIME).date()
    if finding.state is FindingState.DISPATCHED:
        moves.perform(session, finding, Deed(Act.ACCEPT, By.DEPARTMENT, "department"), at, day)
    if finding.state is FindingState.ACCEPTED:
        said = Deed(Act.REPLY, By.DEPARTMENT, "department", "已完成整改，现场可查看。", reply_class=ReplyClass.A)
        moves.perform(session, finding, said, at, day)


def photographed(session: Session, settings: Settings, now: datetime) -> None:
    """Give the newest findings of deputies that were replied to a photo of before and one of after."""
    rows = session.execute(
        select(Move, FindingSubmission, Finding.subject)
        .join(Finding, Finding.id == Move.finding_id)
        .join(FindingSubmission, FindingSubmission.finding_id == Finding.id)
        .where(Move.act == Act.REPLY, Finding.origin == Origin.DEPUTY)
        .order_by(Move.at.desc(), Move.finding_id)
    )
    shown: dict[int, tuple[Move, FindingSubmission, str]] = {}
    for move, item, subject in rows:
        shown.setdefault(move.finding_id, (move, item, subject))
    fitting = sorted(shown.values(), key=lambda one: not any(word in one[2] for word in FITTING))
    for number, (move, item, _) in enumerate(fitting[:SHOWN]):
        before, after = (_kept(session, settings, lit=lit, number=number, now=move.at) for lit in (False, True))
        link = SubmissionPhoto(project_id=item.project_id, submission_id=item.submission_id, photo_sha256=before)
        link.sent_sha256, link.received_at = before, move.at
        session.merge(link)
        session.add(MovePhoto(finding_id=move.finding_id, position=move.position, photo_sha256=after))
    session.flush()


def _kept(session: Session, settings: Settings, *, lit: bool, number: int, now: datetime) -> str:
    """Put a picture away as a photo and give its hash."""
    picture = photos.draw(pictures.street(lit=lit, number=number))
    photos.put_away(settings.photos, picture)
    photos.note(session, picture, now)
    return picture.sha256
