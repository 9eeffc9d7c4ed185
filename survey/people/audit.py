"""The audit log: staff acts in a chain of hashes, so that a changed or removed entry shows.

Entries hold no answers and no contact data. The chain cannot show that its newest entries were cut off; whoever
wants to know that writes down the last hash elsewhere (`survey audit --verify` prints it).
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from survey.people.tables import AuditEntry

BEGINNING = "0" * 64
"""The hash before the first entry."""
LOCK = 0x5A0D17
"""The number of PostgreSQL's advisory lock for the end of the chain; on SQLite the one write lock does its work."""
NAME_LENGTH = 200


def record(session: Session, actor: str, act: str, subject: str, now: datetime, **detail: Any) -> AuditEntry:
    """Append a staff act; call it last in a transaction, because others wait for the end of the chain meanwhile.

    `actor` is a login (or "command line"), `act` a word such as "pass_issued", `subject` what it was done to;
    `detail` takes what JSON can hold.
    """
    hold_the_end(session)
    session.flush()
    entry = AuditEntry(at=now, actor=actor[:NAME_LENGTH], act=act, subject=subject[:NAME_LENGTH], detail=detail)
    entry.previous_hash = last_hash(session)
    entry.hash = _hash(entry)
    session.add(entry)
    session.flush()
    return entry


def hold_the_end(session: Session) -> None:
    """Let nobody else append, or set the product up, until this transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _hash(entry: AuditEntry) -> str:
    """SHA-256 over the hash before and the entry as JSON with sorted keys and the moment in UTC."""
    content = {
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor,
        "act": entry.act,
        "subject": entry.subject,
        "detail": entry.detail,
    }
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(f"{entry.previous_hash}{canonical}".encode()).hexdigest()


def is_whole(entry: AuditEntry) -> bool:
    """Whether an entry fits its own hash; whether it stands in the chain is `verify`'s to say."""
    return entry.hash == _hash(entry)


def verify(session: Session) -> AuditEntry | None:
    """Walk the chain; the first entry that does not follow from the one before, or None when all is well."""
    previous = BEGINNING
    with closing(session.scalars(select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=500))) as chain:
        for entry in chain:
            if entry.previous_hash != previous or not is_whole(entry):
                return entry
            previous = entry.hash
    return None


def last_hash(session: Session) -> str:
    """The hash at the end of the chain."""
    return session.scalar(select(AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)) or BEGINNING


@dataclass(frozen=True)
class Filter:
    """Which entries are asked for; empty values ask for all of them. `until` is not included."""

    act: str = ""
    actor: str = ""
    subject: str = ""
    search: str = ""
    """What stands somewhere in the subject."""
    since: datetime | None = None
    until: datetime | None = None


def newest(
    session: Session, *, act: str = "", actor: str = "", subject: str = "", limit: int = 50, offset: int = 0
) -> list[AuditEntry]:
    """Entries, the newest first, of one act, of one person or about one thing when these are named."""
    return page(session, Filter(act, actor, subject), limit=limit, offset=offset)


def page(session: Session, filter_: Filter, *, limit: int = 50, offset: int = 0) -> list[AuditEntry]:
    """Entries, the newest first."""
    return list(session.scalars(_matching(filter_).order_by(AuditEntry.id.desc()).limit(limit).offset(offset)))


def in_order(session: Session, filter_: Filter) -> Iterator[AuditEntry]:
    """All entries of a filter, the oldest first, a few hundred at a time."""
    last = 0
    while found := list(
        session.scalars(_matching(filter_).where(AuditEntry.id > last).order_by(AuditEntry.id).limit(500))
    ):
        yield from found
        last = found[-1].id


def _matching(filter_: Filter) -> Select[AuditEntry]:
    query = select(AuditEntry)
    for column, wanted in (
        (AuditEntry.act, filter_.act),
        (AuditEntry.actor, filter_.actor),
        (AuditEntry.subject, filter_.subject),
    ):
        if wanted:
            query = query.where(column == wanted)
    if filter_.search:
        query = query.where(AuditEntry.subject.icontains(filter_.search, autoescape=True))
    if filter_.since:
        query = query.where(AuditEntry.at >= filter_.since)
    if filter_.until:
        query = query.where(AuditEntry.at < filter_.until)
    return query


def actors(session: Session) -> list[str]:
    """Everybody who is named in the log."""
    return sorted(session.scalars(select(AuditEntry.actor).distinct()))


def acts(session: Session) -> list[str]:
    """Every act that is in the log."""
    return sorted(session.scalars(select(AuditEntry.act).distinct()))
