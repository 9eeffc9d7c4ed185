"""The one door: a submission is stored once, however many times and by however many roads it arrives."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, select, update
from sqlalchemy.orm import Session

from survey import problems
from survey.collect import devices, receipts, tallies
from survey.collect.arrivals import Arrival, Key, Placed, place
from survey.collect.tables import Correction, Nearness, Submission
from survey.database import insert_unless_there
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, Site

Kept = tuple[str, str]
"""The content hash and the receipt of a stored submission."""


@dataclass(frozen=True)
class Stored:
    """What became of an arrival: its receipt, and whether this arrival was the one that stored it."""

    submission_id: UUID
    receipt: str
    is_new: bool


def receive(session: Session, arrivals: Sequence[Arrival]) -> list[Stored | problems.Problem]:
    """Store each arrival once and count it once; one result per arrival, in their order.

    The unique key decides, looking comes after: the same id with the same content is a success again, with other
    content it is OtherContent. A later answer from the same device on the same day takes the place of the earlier one
    in the counts; both rows stay. Problems, those of `arrivals.place` among them, are returned and not raised, because
    an arrival's neighbours are innocent.
    """
    session.flush()
    database = session.connection()
    found = place(database, arrivals)
    first = {placed.key: placed for placed in reversed(found) if isinstance(placed, Placed)}
    marks = _marks(database, first)
    stored, new = _insert(database, [_row(placed, marks.get(key)) for key, placed in first.items()])
    _count(session, [placed for key, placed in first.items() if key in new and not placed.is_late], marks)
    return [placed if isinstance(placed, problems.Problem) else _result(placed, stored, new) for placed in found]


def _result(placed: Placed, stored: dict[Key, Kept], new: set[Key]) -> Stored | problems.OtherContent:
    """What to say to one arrival; the first of several with a new key is the one that stored it."""
    content_hash, receipt = stored[placed.key]
    if content_hash != placed.content_hash:
        return problems.OtherContent()
    is_new = placed.key in new
    new.discard(placed.key)
    return Stored(placed.arrival.submission_id, receipt, is_new)


def _marks(database: Connection, first: dict[Key, Placed]) -> dict[Key, str]:
    """The device mark of each arrival whose device is known."""
    made = {placed.arrival.day for placed in first.values() if placed.arrival.device and placed.day_key is None}
    keys = {day: devices.key_of(database, day) for day in made}
    return {
        key: devices.mark(placed.day_key or keys[placed.arrival.day], placed.site_id, placed.arrival.device)
        for key, placed in first.items()
        if placed.arrival.device
    }


def _insert(database: Connection, rows: list[dict[str, Any]]) -> tuple[dict[Key, Kept], set[Key]]:
    """Insert what is not there yet; gives what is stored then, and the keys that are new.

    A row that is there with the receipt that was made for it here is new; looking is spared where all are.
    """
    made = {(row["project_id"], row["id"]): (row["content_hash"], row["receipt"]) for row in rows}
    if not rows or insert_unless_there(database, Submission, rows) == len(rows):
        return made, set(made)
    stored = _look_up(database, list(made))
    return stored, {key for key, kept in stored.items() if kept == made[key]}


def came_late() -> ColumnElement[bool]:
    """Whether a submission reached us when its project had been cancelled: it was set aside as it came."""
    return Submission.set_aside_at == Submission.received_at


def late_count(session: Session, project_id: int) -> int:
    """How many submissions reached us when this project had been cancelled."""
    late = select(func.count()).select_from(Submission).where(Submission.project_id == project_id, came_late())
    return session.scalar(late) or 0


def _row(placed: Placed, mark: str | None) -> dict[str, Any]:
    arrival = placed.arrival
    return {
        "project_id": placed.project_id,
        "id": arrival.submission_id,
        "site_id": placed.site_id,
        "period_id": placed.period_id,
        "version_id": arrival.version_id,
        "audience": arrival.audience,
        "channel": arrival.channel,
        "language": arrival.language,
        "answers": arrival.answers,
        "content_hash": placed.content_hash,
        "receipt": receipts.mint(),
        "received_at": arrival.received_at,
        "answered_at": arrival.answered_at,
        "device_mark": mark,
        "superseded_at": None,
        "set_aside_at": arrival.received_at if placed.is_late else None,
        "seconds": arrival.seconds,
        "deputy_id": arrival.deputy_id,
        "visit_kind": arrival.visit_kind,
        "score": arrival.score,
        "photo_count": arrival.photo_count,
    }


def _look_up(database: Connection, keys: list[Key]) -> dict[Key, Kept]:
    """What is stored of these submissions."""
    projects, ids = zip(*keys, strict=True)
    columns = (Submission.project_id, Submission.id, Submission.content_hash, Submission.receipt)
    rows = database.execute(select(*columns).where(Submission.project_id.in_(projects), Submission.id.in_(ids)))
    return {(project_id, id_): (content_hash, receipt) for project_id, id_, content_hash, receipt in rows}


def _count(session: Session, new: list[Placed], marks: dict[Key, str]) -> None:
    """Count new submissions, and take off the counts what their devices sent before."""
    asked = {id_: catalogue.of_id(session, id_)[1] for id_ in {placed.arrival.version_id for placed in new}}
    counts: Counter[tallies.Cell] = Counter()
    for placed in new:
        arrival = placed.arrival
        if arrival.audience is Audience.RESIDENT:
            for question, option in tallies.chosen(asked[arrival.version_id], arrival.answers):
                cell = tallies.Cell(
                    placed.project_id, arrival.channel, question, option, arrival.day, arrival.version_id
                )
                counts[cell] += 1
    _set_aside(session, {(p.project_id, marks[p.key]): p for p in new if p.key in marks}, counts)
    tallies.add(session.connection(), counts)


COUNTING = select(Submission.project_id, Submission.id, Submission.device_mark).where(
    Submission.device_mark.in_(bindparam("marks", expanding=True)), Submission.superseded_at.is_(None)
)
"""What counts of these devices; a mark is of one site, and so of one project."""

CONTENT = select(
    Submission.project_id,
    Submission.id,
    Submission.audience,
    Submission.channel,
    Submission.version_id,
    Submission.answers,
).where(Submission.project_id == bindparam("project"), Submission.id == bindparam("id"))


def _set_aside(session: Session, latest: dict[tuple[int, str], Placed], counts: Counter[tallies.Cell]) -> None:
    """Take off the counts what the same device sent before; `latest` holds new arrivals by project and mark."""
    if not latest:
        return
    database = session.connection()
    for project_id, id_, mark in database.execute(COUNTING, {"marks": [mark for _, mark in latest]}).all():
        placed = latest.get((project_id, str(mark)))
        if placed is None or placed.arrival.submission_id == id_:
            continue
        earlier = database.execute(CONTENT, {"project": project_id, "id": id_}).one()
        was_counted = _supersede(database, earlier, placed.arrival.received_at)
        if was_counted and earlier.audience is Audience.RESIDENT:
            _, questionnaire = catalogue.of_id(session, earlier.version_id)
            counts.subtract(tallies.cells(earlier, questionnaire, placed.arrival.day))


def _supersede(database: Connection, earlier: Row[Any], now: datetime) -> bool:
    """Let a later submission take this one's place; tells whether it counted until now, whoever else looks at it."""
    superseded = database.execute(
        update(Submission)
        .where(Submission.project_id == earlier.project_id, Submission.id == earlier.id)
        .where(Submission.superseded_at.is_(None))
        .values(superseded_at=now)
        .returning(Submission.set_aside_at)
    ).first()
    return superseded is not None and superseded.set_aside_at is None


def of_deputy(session: Session, deputy_id: int) -> Sequence[Row[*tuple[Any, ...]]]:
    """A deputy's own sheets, the newest first, each with the reason if it corrects another."""
    sheet = (Submission.received_at, Submission.visit_kind, Submission.score, Submission.superseded_at)
    columns = (*sheet, Submission.id, Correction.reason, Nearness.near)
    return session.execute(
        select(Project.number, Project.name.label("project"), Site.name.label("site"), *columns)
        .join(Project, Project.id == Submission.project_id)
        .join(Site, Site.id == Submission.site_id)
        .outerjoin(Correction, Correction.submission_id == Submission.id)
        .outerjoin(Nearness, Nearness.submission_id == Submission.id)
        .where(Submission.deputy_id == deputy_id)
        .order_by(Submission.received_at.desc())
        .limit(100)
    ).all()
