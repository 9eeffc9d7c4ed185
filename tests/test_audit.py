"""The audit log: a chain that many may append to at once and that shows every change."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from survey.database import make_engine, reader, writer
from survey.people import audit
from survey.people.tables import AuditEntry
from tests.conftest import Clock


@pytest.fixture
def chain(session: Session, clock: Clock) -> list[AuditEntry]:
    """Five acts of the office."""
    entries = [audit.record(session, "office", "pass_issued", f"D{n}", clock(), times=n) for n in range(5)]
    session.commit()
    return entries


def test_a_chain_that_nobody_touched_is_whole(session: Session, chain: list[AuditEntry]) -> None:
    session.expire_all()
    assert audit.verify(session) is None
    assert [entry.previous_hash for entry in chain] == [audit.BEGINNING, *(entry.hash for entry in chain[:-1])]


@pytest.mark.parametrize("change", [{"actor": "else"}, {"act": "x"}, {"subject": "D9"}, {"detail": {"times": 9}}])
def test_a_changed_entry_is_found(session: Session, chain: list[AuditEntry], change: dict[str, object]) -> None:
    session.execute(update(AuditEntry).where(AuditEntry.id == chain[2].id).values(**change))
    session.expire_all()
    assert audit.verify(session) is chain[2]


def test_a_removed_entry_is_found(session: Session, chain: list[AuditEntry]) -> None:
    session.execute(delete(AuditEntry).where(AuditEntry.id == chain[1].id))
    session.expire_all()
    assert audit.verify(session) is chain[2]


def _record_many(url: str, actor: str, clock: Clock) -> None:
    engine = make_engine(url)
    for n in range(25):
        with writer(engine) as session:
            audit.record(session, actor, "pass_issued", str(n), clock())
            session.commit()
    engine.dispose()


def test_many_may_append_at_once(database_url: str, engine: Engine, clock: Clock) -> None:
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(_record_many, database_url, f"clerk{n}", clock) for n in range(4)]:
            done.result()
    with reader(engine) as session:
        assert audit.verify(session) is None
        assert len(session.scalars(select(AuditEntry.id)).all()) == 100
