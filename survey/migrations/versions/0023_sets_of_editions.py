"""Keep with an edition how many submissions it was drawn up from, and a hash of their ids."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("publication", sa.Column("submission_count", sa.Integer(), nullable=True))
    op.add_column("publication", sa.Column("submissions_hash", sa.String(length=64), nullable=True))
