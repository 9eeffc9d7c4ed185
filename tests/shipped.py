"""The questionnaires that ship with the product, published at once: each file is read once in a run of the tests."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import create_engine, insert, inspect, select
from sqlalchemy.orm import Session

from survey.database import Base
from survey.questionnaires import versions
from survey.questionnaires.tables import DraftStep, Version


def publish_shipped(session: Session, now: datetime) -> None:
    """Leave in an empty database what `versions.publish_shipped` leaves."""
    session.execute(insert(Version), [row | {"published_at": now} for row in _rows()])


@cache
def _rows() -> list[dict[str, Any]]:
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine, [Base.metadata.tables[table.__tablename__] for table in (Version, DraftStep)])
    columns = [column.key for column in inspect(Version).column_attrs if column.key not in ("id", "published_at")]
    with Session(engine) as session:
        versions.publish_shipped(session, datetime.now().astimezone())
        rows = [{key: getattr(row, key) for key in columns} for row in session.scalars(select(Version))]
    engine.dispose()
    return rows
