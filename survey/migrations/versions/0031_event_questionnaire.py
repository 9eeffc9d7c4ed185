"""Let the office choose what residents are asked at an event."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    with op.batch_alter_table("event") as table:
        table.add_column(sa.Column("questionnaire", sa.String(length=200), server_default="", nullable=False))
