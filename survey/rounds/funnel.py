"""How far findings came: raised, sent, answered, judged, fixed; and how many rounds those took that are still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import Session

from survey.problems import N_
from survey.rounds.findings import raised_from
from survey.rounds.moves import VERDICTS
from survey.rounds.tables import Act, Finding, FindingState, Move

ENDED = (FindingState.FIXED, FindingState.CLOSED)


class Came(StrEnum):
    """How far a finding came at least."""

    RAISED = "raised"
    SENT = "sent"
    ANSWERED = "answered"
    JUDGED = "judged"
    FIXED = "fixed"


CAME_WORDS = {
    Came.RAISED: N_("Raised"),
    Came.SENT: N_("Sent to a department"),
    Came.ANSWERED: N_("Answered"),
    Came.JUDGED: N_("Judged"),
    Came.FIXED: N_("Fixed, confirmed"),
}


@dataclass(frozen=True)
class Funnel:
    """`came` counts every finding at each step that it reached; `rounds` those that are open by their round."""

    came: Mapping[Came, int]
    rounds: Mapping[int, int]
    escalated: int


def of_district(session: Session, hidden: Select[UUID] | None = None) -> Funnel:
    """Count all findings without those that were raised from hidden sheets, in two queries."""
    rules = [] if hidden is None else [Finding.id.not_in(raised_from(hidden))]
    row = session.execute(
        select(
            func.count(),
            _sum(_did(Act.DISPATCH, Act.ASSIGN)),
            _sum(_did(Act.REPLY)),
            _sum(_did(*VERDICTS)),
            _sum(Finding.state == FindingState.FIXED),
            _sum(Finding.state == FindingState.ESCALATED),
        ).where(*rules)
    ).one()
    is_open = Finding.state.not_in((*ENDED, FindingState.ESCALATED))
    rounds = session.execute(
        select(Finding.round, func.count()).where(is_open, *rules).group_by(Finding.round).order_by(Finding.round)
    )
    return Funnel(dict(zip(Came, map(int, row[:5]), strict=True)), {n: count for n, count in rounds}, int(row[5]))


def _did(*acts: Act) -> ColumnElement[bool]:
    return exists().where(Move.finding_id == Finding.id, Move.act.in_(acts))


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
