"""The request's database session, opened when first asked for and closed with the request.

Views read through `db()`; a view that changes something calls `db().commit()` on its last line before answering.
Whatever was not committed is rolled back.
"""

import threading
from datetime import UTC, date, datetime

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.database import make_engine, reader, writer
from survey.settings import Settings

_making = threading.Lock()
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
"""Before it, a moment has no place in the calendar of a district west of Greenwich."""


def engine() -> Engine:
    """The engine of this process, made on first use and so always after the server's fork."""
    with _making:
        if (made := current_app.extensions.get("engine")) is None:
            made = current_app.extensions["engine"] = make_engine(settings().database)
    found: Engine = made
    return found


def db() -> Session:
    """The session of this request: a writer for POST and its kin, a reader otherwise."""
    if "db" not in g:
        g.db = writer(engine()) if writes() else reader(engine())
    session: Session = g.db
    return session


def let_go() -> None:
    """Give up the session and its connection before the end of the request."""
    if (session := g.pop("db", None)) is not None:
        session.close()


def only_read() -> None:
    """Say, before the first `db()`, that this POST only looks: what it stores goes through the intake's transaction.

    A writing session here would hold SQLite's one write lock while the intake waits for it.
    """
    g.only_reads = True


def writes() -> bool:
    """Whether this request's own session may write."""
    return request.method not in SAFE_METHODS and not g.get("only_reads", False)


def now() -> datetime:
    """The moment, from the app's clock (tests set it)."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def today() -> date:
    """The day in the district."""
    return now().astimezone(settings().timezone).date()


def moment(claimed: datetime | None = None) -> str:
    """The moment in the district as `2026-11-28T09:30:00`: when a phone says it was, which cannot be later than now."""
    at = now() if claimed is None else max(EARLIEST, min(now(), claimed))
    return at.astimezone(settings().timezone).replace(tzinfo=None).isoformat(timespec="seconds")


def settings() -> Settings:
    """What this deployment was told."""
    made: Settings = current_app.config["SETTINGS"]
    return made


def key() -> str:
    """The deployment's secret key."""
    return str(current_app.config["SECRET_KEY"])


def clock() -> datetime:
    return datetime.now(UTC)


def init_app(app: Flask) -> None:
    app.config.setdefault("CLOCK", clock)
    app.teardown_appcontext(_close)


def _close(_error: BaseException | None) -> None:
    let_go()
