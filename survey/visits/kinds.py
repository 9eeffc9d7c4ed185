"""Putting right what a deputy or a plan said wrongly: whether those visited knew that somebody would come."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.arrivals import Arrival
from survey.collect.tables import Submission, VisitKind
from survey.people import audit
from survey.people.tables import Deputy
from survey.register.tables import Project, Site
from survey.visits import sealing
from survey.visits.tables import KindCorrection, Visit, VisitSheet


@dataclass(frozen=True)
class Change:
    """What the office puts right, and why."""

    kind: VisitKind
    reason: str
    actor: str


def of_project(session: Session, project: Project) -> Sequence[Row[*tuple[Any, ...]]]:
    """The sheets of a project that count and are released, the newest first: who, where, when, as what kind of visit.

    `said`, `reason`, `by` and `at` are what the deputy's sheet said and who last put it right; None where nobody did.
    """
    sheet = (Submission.id, Submission.received_at, Submission.visit_kind, Submission.score)
    who = (Deputy.number, Deputy.name, Site.name.label("site"), Visit.code.label("visit"))
    last = (KindCorrection.said, KindCorrection.reason, KindCorrection.by, KindCorrection.at)
    return session.execute(
        select(*sheet, *who, *last)
        .join(Deputy, Deputy.id == Submission.deputy_id)
        .join(Site, Site.id == Submission.site_id)
        .outerjoin(VisitSheet, VisitSheet.submission_id == Submission.id)
        .outerjoin(Visit, Visit.id == VisitSheet.visit_id)
        .outerjoin(KindCorrection, KindCorrection.submission_id == Submission.id)
        .where(*_released(project))
        .order_by(Submission.received_at.desc())
    ).all()


def correct(session: Session, project: Project, ids: Collection[UUID], change: Change, now: datetime) -> int:
    """Count sheets as the other kind of visit from now on; how many changed. Published editions stay as they are.

    What the deputy sent keeps its hash, so that the phone may send it again. Raises ReasonNeeded without a reason, and
    NotFound when one of the sheets is not the project's, does not count, or is not released.
    """
    if not change.reason.strip():
        raise problems.ReasonNeeded()
    sheets = session.scalars(
        select(Submission).where(*_released(project), Submission.id.in_(ids)).with_for_update()
    ).all()
    if len(sheets) != len(set(ids)):
        raise problems.NotFound()
    wrong = [sheet for sheet in sheets if sheet.visit_kind is not change.kind]
    for sheet in wrong:
        _note(session, sheet, change, now)
        sheet.visit_kind = change.kind
    if wrong:
        audit.record(
            session, change.actor, "visit_kind_corrected", project.number, now,
            sheets=[str(sheet.id) for sheet in wrong], kind=change.kind.value, reason=change.reason.strip(),
        )  # fmt: skip
    return len(wrong)


def _note(session: Session, sheet: Submission, change: Change, now: datetime) -> None:
    assert sheet.visit_kind is not None
    earlier = session.get(KindCorrection, (sheet.project_id, sheet.id))
    session.merge(
        KindCorrection(
            project_id=sheet.project_id,
            submission_id=sheet.id,
            said=earlier.said if earlier else sheet.visit_kind,
            reason=change.reason.strip(),
            by=change.actor,
            at=now,
        )
    )


def _released(project: Project) -> tuple[Any, ...]:
    return (
        Submission.project_id == project.id,
        Submission.deputy_id.is_not(None),
        Submission.superseded_at.is_(None),
        Submission.id.not_in(sealing.unreleased()),
    )


def carry(session: Session, arrivals: Iterable[Arrival]) -> None:
    """Let a later sheet that takes another's place count as the kind that the office put that one right to.

    Its own words stay as `said`; what the deputy sent keeps its hash.
    """
    for arrival in arrivals:
        own = (Submission.deputy_id == arrival.deputy_id, Submission.id == arrival.submission_id)
        sheet = session.scalars(select(Submission).where(*own)).one()
        before = session.execute(_put_right_before(sheet)).first()
        if before is None or before.visit_kind is sheet.visit_kind:
            continue
        sheet.visit_kind, said = before.visit_kind, sheet.visit_kind
        put = before.KindCorrection
        session.add(
            KindCorrection(
                project_id=sheet.project_id, submission_id=sheet.id, said=said, reason=put.reason, by=put.by, at=put.at
            )
        )
        session.flush()


def _put_right_before(sheet: Submission) -> Select[KindCorrection, VisitKind | None]:
    same = [getattr(Submission, name) == getattr(sheet, name) for name in ("project_id", "site_id", "deputy_id")]
    replaced = (*same, Submission.superseded_at == sheet.received_at, KindCorrection.said == sheet.visit_kind)
    return (
        select(KindCorrection, Submission.visit_kind)
        .join(Submission, Submission.id == KindCorrection.submission_id)
        .where(*replaced, Submission.id != sheet.id)
        .order_by(KindCorrection.at.desc())
        .limit(1)
    )
