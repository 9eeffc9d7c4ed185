"""What every command is given: the settings, and a database that is opened when first needed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from survey.database import make_engine, reader, writer
from survey.settings import Settings


class Deployment:
    """One deployment as its commands see it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def engine(self) -> Engine:
        """The migrated database."""
        from survey.migrations import migrate

        self.settings.data.mkdir(parents=True, exist_ok=True)
        engine = make_engine(self.settings.database)
        migrate(engine)
        return engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with reader(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session and commit it when the command ends without an error."""
        with writer(self.engine) as session:
            yield session
            session.commit()

    @property
    def now(self) -> datetime:
        return datetime.now(UTC)
