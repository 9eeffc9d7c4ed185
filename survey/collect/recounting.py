"""Counting all over again: proves that the tallies are what the submissions say, or makes them so."""

from collections import Counter
from zoneinfo import ZoneInfo

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from survey.collect import tallies
from survey.collect.tables import Submission, counting
from survey.collect.tallies import Cell
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience

BATCH = 5000


def recount(session: Session, zone: ZoneInfo) -> Counter[Cell]:
    """Count every resident's submission that counts, a batch at a time, on the district's day of its arrival."""
    columns = (
        Submission.project_id,
        Submission.channel,
        Submission.version_id,
        Submission.answers,
        Submission.received_at,
    )
    rows = session.execute(
        select(*columns).where(Submission.audience == Audience.RESIDENT, counting()).execution_options(yield_per=BATCH)
    )
    asked = {version_id: catalogue.of_id(session, version_id)[1] for version_id in _versions(session)}
    counts: Counter[Cell] = Counter()
    for row in rows:
        counts.update(tallies.cells(row, asked[row.version_id], row.received_at.astimezone(zone).date()))
    return counts


def _versions(session: Session) -> list[int]:
    rule = Submission.audience == Audience.RESIDENT
    return list(session.scalars(select(Submission.version_id).where(rule).distinct()))


def differences(session: Session, zone: ZoneInfo) -> Counter[Cell]:
    """What must be added to the tallies to make them what the submissions say; empty when they are equal.

    The session must see one moment only, else answers that arrive meanwhile look like differences: SQLite always does,
    PostgreSQL from REPEATABLE READ on or while `hold_still` keeps others waiting.
    """
    wanted = recount(session, zone)
    wanted.subtract(tallies.stored(session))
    return Counter({cell: count for cell, count in wanted.items() if count})


def hold_still(session: Session) -> None:
    """Let nobody else count until this transaction ends; on SQLite a writing session already does."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE tally IN SHARE ROW EXCLUSIVE MODE"))


def rebuild(session: Session, zone: ZoneInfo) -> Counter[Cell]:
    """Make the tallies what the submissions say, and give what had to be added."""
    hold_still(session)
    found = differences(session, zone)
    tallies.add(session, found)
    return found
