"""The engine, sessions, the base of all tables and the column types they share.

SQLite runs with WAL and synchronous=FULL: what was committed survives a power cut. Writers begin with BEGIN
IMMEDIATE: with plain BEGIN, two connections that read and then write meet "database is locked", and pysqlite's own
default loses updates silently.
"""

import fcntl
import json
import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, partial
from typing import Annotated, Any, TypeVar, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    String,
    Text,
    bindparam,
    create_engine,
    event,
    func,
    make_url,
    select,
)
from sqlalchemy import cast as cast_
from sqlalchemy import column as column_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column
from sqlalchemy.types import TypeDecorator

BUSY_MS = 30_000
RESTED_SECONDS = 1.0
"""How long a connection to PostgreSQL may lie idle and still be taken for living."""


class UTCDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive value is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value!r}")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Key = Annotated[int, mapped_column(primary_key=True)]
Name = Annotated[str, mapped_column(String(200))]
LongText = Annotated[str, mapped_column(Text)]
Code = Annotated[str, mapped_column(String(40))]
Hash = Annotated[str, mapped_column(String(64))]
Moment = Annotated[datetime, mapped_column(UTCDateTime)]
Document = Annotated[dict[str, Any], mapped_column(JSON)]


def one_of(choices: type[StrEnum]) -> Enum:
    """Store an enum by its value as plain text, so that a new value needs no change of type."""
    return Enum(choices, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members])


class Base(DeclarativeBase):
    """The base of every table; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def make_engine(url: str, *, pool_size: int = 8) -> Engine:
    """Make an engine for one process; never share it over a fork."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_MS / 1000}, pool_size=pool_size, max_overflow=8)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    engine = create_engine(url, pool_size=pool_size, max_overflow=8)
    event.listen(engine, "checkin", _note_return)
    event.listen(engine, "checkout", partial(_try_after_rest, engine.dialect))
    return engine


def _note_return(_connection: object, record: Any) -> None:
    record.info["returned"] = time.monotonic()


def _try_after_rest(dialect: Dialect, connection: Any, record: Any, _proxy: object) -> None:
    """Ask a connection that lay idle whether its server is still there; the pool replaces one that is not.

    To ask each time, as SQLAlchemy's own `pool_pre_ping` does, costs an answer a tenth of its questions.
    """
    if time.monotonic() - record.info.get("returned", time.monotonic()) < RESTED_SECONDS:
        return
    try:
        dialect.do_ping(connection)
    except dialect.loaded_dbapi.Error as error:
        raise DisconnectionError from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we emit BEGIN ourselves
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def reader(engine: Engine) -> Session:
    """Open a session that only looks."""
    return Session(engine, expire_on_commit=False)


def writer(engine: Engine) -> Session:
    """Open a session that may write; on SQLite it holds the one write lock from its first statement."""
    return Session(engine.execution_options(writes=True), expire_on_commit=False)


class Turns:
    """The intakes of all processes of one SQLite file store by turns, in the order in which they asked.

    SQLite itself has no queue: who finds its write lock taken sleeps and looks again, in vain while another process
    takes the lock anew each time. A lock on a file of its own, which dies with its process, wakes the next at once.
    """

    def __init__(self, engine: Engine) -> None:
        is_file = engine.dialect.name == "sqlite" and engine.url.database not in (None, "", ":memory:")
        self._path = f"{engine.url.database}-turn" if is_file else None
        self._file: int | None = None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; for one thread of the process at a time. Without room for the file there is no queue."""
        if self._path is None:
            yield
            return
        if self._file is None:
            try:
                self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except OSError:
                yield
                return
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


Asked = Session | Connection
"""Whom a statement can be given to: a session, or the connection under it, which does it for half the price."""
Rows = Sequence[Mapping[str, Any]]
"""Column names to values, the same names in each."""


def database_of(session: Session) -> object:
    """What stands for a session's database in this process's memory of it; it goes when its engine is disposed of."""
    return session.get_bind().engine.pool


Kept = TypeVar("Kept", bound="Base")


def in_turn(session: Session, what: str) -> None:
    """Let whoever does the same at this moment wait until this transaction ends, and then see what it did.

    On SQLite the one write lock does so by itself.
    """
    if dialect_of(session) == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


def once(session: Session, made: Kept, *columns: str, only: ColumnElement[bool] | None = None) -> Kept:
    """Add a row, unless one with the same in these columns is there: a button pressed twice makes nothing twice.

    `only` narrows what counts as there. Gives the row that stands now.
    """
    in_turn(session, type(made).__tablename__)
    like = select(type(made)).filter_by(**{name: getattr(made, name) for name in columns}).limit(1)
    if (twin := session.scalars(like if only is None else like.where(only)).first()) is not None:
        return twin
    session.add(made)
    session.flush()
    return made


def insert_unless_there(database: Asked, table: type[Base], rows: Rows) -> int:
    """Insert rows, all with the same columns, and leave alone whose primary key is there; other rules still refuse.

    It gives the number of rows that are new.
    """
    dialect = dialect_of(database)
    done = database.execute(_insert_unless_there(dialect, table, tuple(rows[0])), _together(dialect, rows))
    new: int = cast(CursorResult[Any], done).rowcount
    return new


def insert_or_add(database: Asked, table: type[Base], rows: Rows, amount: Any) -> None:
    """Insert rows, and where the primary key is there, add the new amount to the old one."""
    dialect = dialect_of(database)
    database.execute(_insert_or_add(dialect, table, tuple(rows[0]), amount), _together(dialect, rows))


def dialect_of(database: Asked) -> str:
    """`sqlite` or `postgresql`."""
    bind = database.get_bind() if isinstance(database, Session) else database
    return bind.dialect.name


@cache
def _insert_unless_there(dialect: str, table: type[Base], names: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table, names)
    statement = statement.on_conflict_do_nothing(index_elements=list(table.__table__.primary_key))
    return statement.execution_options(preserve_rowcount=True)


@cache
def _insert_or_add(dialect: str, table: type[Base], names: tuple[str, ...], amount: Any) -> Any:
    statement = _insert(dialect, table, names)
    return statement.on_conflict_do_update(
        index_elements=list(table.__table__.primary_key),
        set_={amount.key: amount + statement.excluded[amount.key]},
    )


def _insert(dialect: str, table: type[Base], names: tuple[str, ...]) -> Any:
    """The dialect's own INSERT, which knows ON CONFLICT; both dialects spell it the same.

    PostgreSQL gets all rows as one document, so that the statement is the same for any number of rows and is planned
    once; arrays, one a column, are written by Python letter by letter and cost three times as much.
    """
    into: Any = table.__table__
    if dialect == "sqlite":
        return sqlite.insert(into)
    named = [column_(name, into.columns[name].type) for name in names]
    rows = func.json_to_recordset(cast_(bindparam("rows", type_=Text), JSON)).table_valued(*named, name="rows")
    given = rows.render_derived(with_types=True)
    return postgresql.insert(into).from_select(names, select(*(given.c[name] for name in names)))


def _together(dialect: str, rows: Rows) -> Any:
    return rows if dialect == "sqlite" else {"rows": json.dumps(rows, ensure_ascii=False, default=_in_words)}


def _in_words(value: object) -> str:
    """A moment, a day, an id or bytes as PostgreSQL reads them; a moment without a zone is refused as everywhere."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {value!r}")
    return str(value)
