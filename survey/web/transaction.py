"""The request's database session, opened when first asked for and closed with the request.

Views read through `db()`; a view that changes something calls `db().commit()` on its last line before answering.
Whatever was not committed is rolled back.
"""

from datetime import UTC, datetime

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.database import make_engine, reader, writer
from survey.settings import Settings

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def engine() -> Engine:
    """The engine of this process, made on first use and so always after the server's fork."""
    if (made := current_app.extensions.get("engine")) is None:
        made = current_app.extensions["engine"] = make_engine(settings().database)
    return made


def db() -> Session:
    """The session of this request: a writer for POST and its kin, a reader otherwise."""
    if "db" not in g:
        g.db = reader(engine()) if request.method in SAFE_METHODS else writer(engine())
    session: Session = g.db
    return session


def now() -> datetime:
    """The moment, from the app's clock (tests set it)."""
    moment: datetime = current_app.config["CLOCK"]()
    return moment


def settings() -> Settings:
    """What this deployment was told."""
    made: Settings = current_app.config["SETTINGS"]
    return made


def clock() -> datetime:
    return datetime.now(UTC)


def init_app(app: Flask) -> None:
    app.config.setdefault("CLOCK", clock)
    app.teardown_appcontext(_close)


def _close(_error: BaseException | None) -> None:
    if (session := g.pop("db", None)) is not None:
        session.close()
