"""What was said about a project and what was done about it, as everybody may read it.

Only findings that a department answered and whose answer was judged, and never one that would tell of an unannounced
visit before its release. What whoever raised it wrote in their own words stays with the office and the department:
a sentence can give a person away.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, selectinload

from survey.collect.masking import mask
from survey.register.tables import Project
from survey.rounds import findings
from survey.rounds.tables import Finding, FindingState, Move, Origin
from survey.visits import sealing

JUDGED = (FindingState.FIXED, FindingState.SCHEDULED, FindingState.CLOSED)


@dataclass(frozen=True)
class FollowUp:
    """One finding with the last answer to it."""

    subject: str
    origin: Origin
    raised: str
    """The month, such as 2026-11: a day could point at a person."""
    state: FindingState
    reply: str
    promised_on: date | None


def of_project(session: Session, project: Project) -> list[FollowUp]:
    """The findings of a project that everybody may read of, the newest first."""
    found = session.scalars(
        select(Finding)
        .where(Finding.project_id == project.id, *_public())
        .order_by(Finding.raised_at.desc())
        .options(selectinload(Finding.moves))
    )
    return [_told(finding) for finding in found if _replies(finding)]


def _public() -> tuple[ColumnElement[bool], ...]:
    secret = findings.raised_from(sealing.unreleased())
    return Finding.state.in_(JUDGED), Finding.reply_class.is_not(None), Finding.id.not_in(secret)


def _replies(finding: Finding) -> Sequence[Move]:
    return [move for move in finding.moves if move.reply_class is not None]


def _told(finding: Finding) -> FollowUp:
    last = _replies(finding)[-1]
    return FollowUp(
        subject=mask(finding.subject),
        origin=finding.origin,
        raised=f"{finding.raised_at:%Y-%m}",
        state=finding.state,
        reply=mask(last.text),
        promised_on=last.promised_on,
    )
