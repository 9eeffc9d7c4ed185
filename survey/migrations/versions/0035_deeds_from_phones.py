"""Know what deputies did on phones again when it arrives twice: closed sites, words, marks of a ballot."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    for table in ("closed_site", "visit_comment"):
        op.add_column(table, sa.Column("minted_id", sa.Uuid(), nullable=True))
        op.create_index(op.f(f"ix_{table}_minted_id"), table, ["minted_id"], unique=True)
    op.add_column("ballot_voter", sa.Column("minted_id", sa.Uuid(), nullable=True))
