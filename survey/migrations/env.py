"""How Alembic reaches our database; it always runs on a connection that we hand it."""

from typing import Any, Literal

from alembic import context

from survey.database import UTCDateTime
from survey.tables import metadata


def plain(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as what they are in the database, so that a migration never depends on our code."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UTCDateTime) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
