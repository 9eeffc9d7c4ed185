"""The audit log: a chain that many may append to at once and that shows every change."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session

from survey.cli import people
from survey.cli.context import Deployment
from survey.database import make_engine, reader, writer
from survey.people import audit
from survey.people.tables import AuditEntry
from survey.settings import Settings
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


@pytest.mark.sqlite
def test_the_command_narrows_the_log_and_gives_its_hashes(session: Session, settings: Settings, clock: Clock) -> None:
    for days, actor in enumerate(("lin", "chen", "lin")):
        audit.record(session, actor, "pass_issued", f"RD-{days}", clock() - timedelta(days=days))
    session.commit()

    def told(*options: str) -> list[dict[str, str]]:
        done = CliRunner().invoke(people.audit, [*options, "--json"], obj=Deployment(settings))
        assert done.exit_code == 0, done.output
        found: list[dict[str, str]] = json.loads(done.output)
        return found

    assert [each["subject"] for each in told()] == ["RD-2", "RD-1", "RD-0"]
    assert [each["subject"] for each in told("--last", "0", "--actor", "lin")] == ["RD-0", "RD-2"]
    assert [each["subject"] for each in told("--since", "2026-11-23", "--until", "2026-11-23")] == ["RD-1"]
    assert [each["subject"] for each in told("--about", "D-2", "--act", "pass_issued")] == ["RD-2"]
    first, second, _ = told("--last", "0")
    assert second["previous_hash"] == first["hash"]
    assert told("--act", "other") == []
    refused = CliRunner().invoke(people.audit, ["--since", "soon"], obj=Deployment(settings))
    assert refused.exit_code == 2
