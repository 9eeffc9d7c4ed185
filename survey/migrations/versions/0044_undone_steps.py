"""Keep the steps of a draft that were undone, so that they can be done again."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    op.add_column("draft_step", sa.Column("is_undone", sa.Boolean(), server_default=sa.false(), nullable=False))
