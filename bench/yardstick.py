"""The yardstick's side of a measurement: serve `bench.plain`, make its requests, count its rows."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import create_engine, text

from bench import product
from bench.databases import Database
from bench.load import Request
from bench.servers import Server, free_port, serving

NAME = "bare"
WORKERS, THREADS = 2, 8
"""More threads only make it wait longer for the disk."""


def _file(database: Database) -> str:
    return str(database.folder / "plain.sqlite3")


@contextmanager
def served(database: Database) -> Iterator[Server]:
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{port}", "--worker-class=gthread",
        f"--workers={WORKERS}", f"--threads={THREADS}", "--no-control-socket", "--log-level=warning",
        "--preload", "bench.plain:app",
    ]  # fmt: skip
    settings = {"PLAIN_DATABASE": database.url or _file(database)}
    with serving(command, settings, port, "/ready", database.folder / "plain.log") as server:
        yield server


def doors(_database: Database, _server: Server) -> list[product.Door]:
    return [product.Door("", "1", "quality")]


def request(doors: list[product.Door], number: int) -> Request:
    """The same body as the product's, to one address."""
    like = product.request(doors, number)
    return Request(like.key, f"/answer/{like.key}", like.body, like.headers)


def stored(database: Database) -> Counter[str]:
    engine = create_engine(database.address if database.url else f"sqlite:///{_file(database)}")
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT key, count(*) FROM answer GROUP BY key"))
        counts = Counter({key: count for key, count in rows})
    engine.dispose()
    return counts
