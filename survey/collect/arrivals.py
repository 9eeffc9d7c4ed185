"""What arrives at the door, and where it belongs: the site of its code and the period of its day."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from survey import problems
from survey.collect import periods
from survey.collect.tables import Channel, Near, VisitKind
from survey.database import Asked
from survey.questionnaires.tables import Audience
from survey.register import codes

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


def place(database: Asked, arrivals: Sequence[Arrival]) -> list[Placed | problems.Problem]:
    """Find where each arrival belongs, with one question to the database for all codes and one for each day.

    Gives UnknownCode, RevokedCode or ClosedPeriod in the place of an arrival that belongs nowhere.
    """
    sites = codes.sites_of(database, {arrival.code for arrival in arrivals})
    open_ones = {day: _period(database, day) for day in {arrival.day for arrival in arrivals}}
    return [_placed(arrival, sites[arrival.code], open_ones[arrival.day]) for arrival in arrivals]


def _period(database: Asked, day: date) -> int | problems.ClosedPeriod:
    try:
        return periods.current_id(database, day)
    except problems.ClosedPeriod as closed:
        return closed


def _placed(
    arrival: Arrival, site: codes.Place | problems.Problem, period: int | problems.Problem
) -> Placed | problems.Problem:
    if isinstance(site, problems.Problem):
        return site
    if isinstance(period, problems.Problem):
        return period
    return Placed(arrival, site.project_id, site.site_id, period)
