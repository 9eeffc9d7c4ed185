"""What arrives at the door, and where it belongs: the site of its code and the period of its day."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from survey import problems
from survey.collect import devices, periods
from survey.collect.tables import Channel, Near, VisitKind
from survey.database import Asked
from survey.questionnaires.tables import Audience
from survey.register import codes
from survey.register.tables import Project, ProjectState, Site

Key = tuple[int, UUID]
"""A submission's key: its project and its id."""


@dataclass(frozen=True)
class Arrival:
    """A cleaned submission on its way in; `device` is the browser's random value, or who the deputy is."""

    code: str
    """The site's code, normalised."""
    submission_id: UUID
    version_id: int
    audience: Audience
    language: str
    answers: dict[str, Any]
    received_at: datetime
    day: date
    answered_at: datetime | None = None
    channel: Channel = Channel.SITE
    device: str | None = None
    deputy_id: int | None = None
    visit_kind: VisitKind | None = None
    score: float | None = None
    visit_id: int | None = None
    """The planned visit that a deputy's sheet belongs to; the visits' room notes it, it is no content."""
    photo_count: int = 0
    corrects: UUID | None = None
    """The own earlier sheet that a deputy's sheet corrects; like the reason it is no content."""
    correction_reason: str = ""
    seconds: int | None = None
    near: Near | None = None
    """What a deputy let the phone say about the site; like its accuracy it is no content."""
    near_accuracy_m: int | None = None
    interviewer_id: int | None = None
    """The account of the member of staff who filled it in with somebody; it is no content."""
    worked_out: frozenset[str] = frozenset()
    """Questions whose answer we worked out; it may hold the moment, and so is no content to compare arrivals by."""


@dataclass(frozen=True)
class Placed:
    """An arrival with the project and site of its code and the period of its day."""

    arrival: Arrival
    project_id: int
    site_id: int
    period_id: int
    day_key: str | None
    """The key of its day for the marks of devices; None before the day's first answer."""
    is_late: bool
    """Whether its project is cancelled: what still arrives is kept and set aside as it comes, not counted."""

    @property
    def key(self) -> Key:
        return self.project_id, self.arrival.submission_id

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 of what was answered, at which site and to which version; the time of sending is no content."""
        what = self.arrival
        said = {name: answer for name, answer in what.answers.items() if name not in what.worked_out}
        content = [self.site_id, what.version_id, what.deputy_id, what.visit_kind, said]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


AT_THE_DOOR = codes.PLACES.join(Project, Project.id == Site.project_id).add_columns(
    Project.state, periods.OPEN_ID.scalar_subquery(), devices.KEY.scalar_subquery()
)
"""What is known of a day's codes: where each leads, the period that is open, and the day's key."""


def place(database: Asked, arrivals: Sequence[Arrival]) -> list[Placed | problems.Problem]:
    """Find where each arrival belongs, with one question to the database for each day.

    Gives UnknownCode, RevokedCode or ClosedPeriod in the place of an arrival that belongs nowhere.
    """
    rows = {
        (day, row[0]): row
        for day in {arrival.day for arrival in arrivals}
        for row in database.execute(AT_THE_DOOR, {"codes": [a.code for a in arrivals if a.day == day], "day": day})
    }
    return [_placed(arrival, rows.get((arrival.day, arrival.code))) for arrival in arrivals]


def _placed(arrival: Arrival, row: Row[*tuple[Any, ...]] | None) -> Placed | problems.Problem:
    if row is None:
        return problems.UnknownCode(code=arrival.code)
    _, reason, project_id, site_id, state, period_id, day_key = row
    leads = codes.leads_to(reason, project_id, site_id)
    if isinstance(leads, problems.Problem):
        return leads
    if period_id is None:
        return problems.ClosedPeriod()
    return Placed(arrival, project_id, site_id, period_id, day_key, state is ProjectState.CANCELLED)
