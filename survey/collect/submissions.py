"""The one door: a submission is stored once, however many times and by however many roads it arrives."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, tuple_
from sqlalchemy.orm import Session

from survey import problems
from survey.collect import devices, receipts, tallies
from survey.collect.tables import Channel, Submission, VisitKind
from survey.database import insert_unless_there
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, Site

Place = tuple[int, UUID]
"""A submission's key: its project and its id."""


@dataclass(frozen=True)
class Arrival:
    """A cleaned submission on its way in; `device` is the browser's random value, or who the deputy is."""

    project_id: int
    site_id: int
    submission_id: UUID
    period_id: int
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

    @property
    def place(self) -> Place:
        return self.project_id, self.submission_id

    @property
    def content_hash(self) -> str:
        """SHA-256 of what was answered, at which site and to which version; the time of sending is no content."""
        content = [self.site_id, self.version_id, self.deputy_id, self.visit_kind, self.answers]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Stored:
    """What became of an arrival: its receipt, and whether this arrival was the one that stored it."""

    submission_id: UUID
    receipt: str
    is_new: bool


def receive(session: Session, arrivals: Sequence[Arrival]) -> list[Stored | problems.OtherContent]:
    """Store each arrival once and count it once; one result per arrival, in their order.

    The unique key decides, looking comes after: the same id with the same content is a success again, with other
    content it is OtherContent (returned, not raised, because its neighbours are innocent). A later answer from the
    same device on the same day takes the place of the earlier one in the counts; both rows stay.
    """
    first = {arrival.place: arrival for arrival in reversed(arrivals)}
    keys = {a.day: devices.key_of(session, a.day) for a in first.values() if a.device}
    marks = {a.place: devices.mark(keys[a.day], a.site_id, a.device) for a in first.values() if a.device}
    new = _insert(session, [_row(arrival, marks.get(place)) for place, arrival in first.items()])
    known = {place: (first[place].content_hash, receipt) for place, receipt in new.items()}
    known |= _look_up(session, [place for place in first if place not in new])
    counts = _counts(session, [first[place] for place in new])
    _set_aside(
        session, {(place[0], marks[place]): first[place] for place in first if place in new and place in marks}, counts
    )
    tallies.add(session, counts)
    claimed: set[Place] = set()
    results: list[Stored | problems.OtherContent] = []
    for arrival in arrivals:
        content_hash, receipt = known[arrival.place]
        if content_hash != arrival.content_hash:
            results.append(problems.OtherContent())
            continue
        is_new = arrival.place in new and arrival.place not in claimed
        claimed.add(arrival.place)
        results.append(Stored(arrival.submission_id, receipt, is_new))
    return results


def _insert(session: Session, rows: list[dict[str, Any]]) -> dict[Place, str]:
    """Insert what is not there yet; gives the receipts of the rows that are new."""
    statement = insert_unless_there(session, Submission)
    new = session.execute(statement.returning(Submission.project_id, Submission.id, Submission.receipt), rows)
    return {(project_id, id_): receipt for project_id, id_, receipt in new}


def _row(arrival: Arrival, mark: str | None) -> dict[str, Any]:
    return {
        "project_id": arrival.project_id,
        "id": arrival.submission_id,
        "site_id": arrival.site_id,
        "period_id": arrival.period_id,
        "version_id": arrival.version_id,
        "audience": arrival.audience,
        "channel": arrival.channel,
        "language": arrival.language,
        "answers": arrival.answers,
        "content_hash": arrival.content_hash,
        "receipt": receipts.mint(),
        "received_at": arrival.received_at,
        "answered_at": arrival.answered_at,
        "device_mark": mark,
        "superseded_at": None,
        "deputy_id": arrival.deputy_id,
        "visit_kind": arrival.visit_kind,
        "score": arrival.score,
    }


def _look_up(session: Session, places: list[Place]) -> dict[Place, tuple[str, str]]:
    """The content hash and receipt of submissions that were there before."""
    if not places:
        return {}
    columns = (Submission.project_id, Submission.id, Submission.content_hash, Submission.receipt)
    rows = session.execute(select(*columns).where(tuple_(Submission.project_id, Submission.id).in_(places)))
    return {(project_id, id_): (content_hash, receipt) for project_id, id_, content_hash, receipt in rows}


def _counts(session: Session, arrivals: list[Arrival]) -> Counter[tallies.Cell]:
    """What new submissions add to the tallies."""
    counts: Counter[tallies.Cell] = Counter()
    for arrival in arrivals:
        if arrival.audience is Audience.RESIDENT:
            _, questionnaire = catalogue.of_id(session, arrival.version_id)
            for question, option in tallies.chosen(questionnaire, arrival.answers):
                counts[tallies.Cell(arrival.project_id, arrival.channel, question, option, arrival.day)] += 1
    return counts


def _set_aside(session: Session, latest: dict[tuple[int, str], Arrival], counts: Counter[tallies.Cell]) -> None:
    """Take off the counts what the same device sent before; `latest` holds new arrivals by project and mark."""
    if not latest:
        return
    counting = session.scalars(
        select(Submission)
        .where(tuple_(Submission.project_id, Submission.device_mark).in_(list(latest)))
        .where(Submission.superseded_at.is_(None))
    )
    for earlier in counting:
        arrival = latest[earlier.project_id, earlier.device_mark or ""]
        if earlier.id == arrival.submission_id:
            continue
        earlier.superseded_at = arrival.received_at
        if earlier.audience is Audience.RESIDENT:
            _, questionnaire = catalogue.of_id(session, earlier.version_id)
            counts.subtract(tallies.cells(earlier, questionnaire, arrival.day))


def of_deputy(session: Session, deputy_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """A deputy's own sheets, the newest first: project, site, received_at, visit_kind, score, superseded_at."""
    columns = (Submission.received_at, Submission.visit_kind, Submission.score, Submission.superseded_at)
    return session.execute(
        select(Project.name.label("project"), Site.name.label("site"), *columns)
        .join(Project, Project.id == Submission.project_id)
        .join(Site, Site.id == Submission.site_id)
        .where(Submission.deputy_id == deputy_id)
        .order_by(Submission.received_at.desc())
        .limit(100)
    ).all()
