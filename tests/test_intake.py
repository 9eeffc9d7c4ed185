"""Who is stored together: everybody whose form was being read, and nobody waits for one who was refused."""

import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, func, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from survey import database
from survey.collect.arrivals import Arrival
from survey.collect.periods import open_period
from survey.collect.submissions import Stored
from survey.collect.tables import Submission
from survey.database import Turns, insert_unless_there, make_engine
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience, Picture
from survey.register.tables import Site
from survey.settings import Settings
from survey.web.intake import Intake
from tests.conftest import Clock
from tests.shipped import publish_shipped

Own = tuple[Intake, list[int]]
FAR = 60.0
"""Seconds: if the writer waited to its end, the test would see it."""


@pytest.fixture
def intake(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Own]:
    """An intake that would wait very long for the announced, and the size of each group that it commits."""
    engine = make_engine(settings.database)
    made, sizes = Intake(engine, longest_wait=FAR), []
    commit = made._commit

    def counted(arrivals: list[Arrival]) -> object:
        sizes.append(len(arrivals))
        return commit(arrivals)

    monkeypatch.setattr(made, "_commit", counted)
    yield made, sizes
    engine.dispose()


@pytest.fixture
def arriving(site: Site, session: Session, clock: Clock) -> Callable[[], Arrival]:
    """Makes a resident's answer at a site of an open period, another each time."""
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    code, category = site.codes[0].code, site.project.category.name
    version = catalogue.for_project(session, Audience.RESIDENT, category).id
    session.commit()
    return lambda: Arrival(
        code, uuid4(), version, Audience.RESIDENT, "zh", {"overall": "4"}, clock(), clock().date(), seconds=40
    )


def test_the_announced_are_stored_together(intake: Own, arriving: Callable[[], Arrival], session: Session) -> None:
    own, sizes = intake
    stored: list[Stored] = []
    with own.expecting() as store:
        early = threading.Thread(target=lambda: stored.append(own.store(arriving())))
        early.start()
        early.join(0.3)
        assert not stored, "the first was stored without the one who was announced"
        late = threading.Thread(target=lambda: stored.append(store(arriving())))
        late.start()
        late.join(FAR / 2)
        assert not late.is_alive(), "nobody woke the writer when the last one had come"
    early.join(FAR / 2)
    assert len(stored) == 2
    assert sizes == [2]
    session.rollback()
    assert session.scalar(select(func.count()).select_from(Submission)) == 2


def test_nobody_waits_for_one_who_was_refused(intake: Own, arriving: Callable[[], Arrival]) -> None:
    own, sizes = intake
    stored: list[Stored] = []
    early = threading.Thread(target=lambda: stored.append(own.store(arriving())))
    with suppress(ValueError), own.expecting():
        early.start()
        early.join(0.3)
        int("nonsense")
    early.join(FAR / 2)
    assert [one.is_new for one in stored] == [True]
    assert sizes == [1]


@pytest.mark.sqlite
def test_processes_go_by_turns(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path}/x.sqlite3")
    said: list[str] = []

    def second() -> None:
        with Turns(engine).turn():
            said.append("second")

    first = Turns(engine)
    with first.turn():
        waiting = threading.Thread(target=second)
        waiting.start()
        waiting.join(0.3)
        said.append("first")
    waiting.join(FAR / 2)
    assert said == ["first", "second"]
    with Turns(create_engine("sqlite:////nowhere/at/all.sqlite3")).turn():
        said.append("no queue, no harm")


def test_what_is_stored_survives_a_power_cut(tmp_path: Path) -> None:
    """The tests' own engine does not wait for the disk; the product's does."""
    engine = make_engine(f"sqlite:///{tmp_path / 'own.sqlite3'}")
    with engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        kept = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]
    engine.dispose()
    assert kept == ["wal", 2, 1, 30_000]


def test_a_connection_that_died_while_nobody_asked_is_replaced(
    postgresql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    used, other = make_engine(postgresql), make_engine(postgresql)
    with used.connect() as connection:
        backend = connection.scalar(text("SELECT pg_backend_pid()"))
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:backend)"), {"backend": backend})
    monkeypatch.setattr(database, "RESTED_SECONDS", 0)
    with used.connect() as connection:
        assert connection.scalar(text("SELECT pg_backend_pid()")) != backend
    used.dispose()
    other.dispose()


def test_rows_come_back_as_they_went_in(session: Session, clock: Clock) -> None:
    hard = "a'b\"c\\d\\x41\n{}[],;$1 😀 ‮"
    rows = [
        {"name": hard, "jpeg": bytes(range(256)), "stored_at": clock()},
        {"name": "NULL", "jpeg": b"", "stored_at": clock() + timedelta(microseconds=1)},
    ]
    assert insert_unless_there(session, Picture, rows) == 2
    assert insert_unless_there(session, Picture, [*rows, {**rows[0], "name": "third"}]) == 1
    found = {picture.name: picture for picture in session.scalars(select(Picture))}
    for row in rows:
        kept = found[str(row["name"])]
        assert (kept.jpeg, kept.stored_at) == (row["jpeg"], row["stored_at"])


def test_a_moment_without_a_zone_is_refused(session: Session, clock: Clock) -> None:
    naive = {"name": "x", "jpeg": b"", "stored_at": clock().replace(tzinfo=None)}
    with pytest.raises((ValueError, StatementError), match="without a time zone"):
        insert_unless_there(session, Picture, [naive])
