"""Let a proposal say where its sites are."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    datum = sa.Enum("wgs84", "gcj02", "bd09", native_enum=False, length=20)
    with op.batch_alter_table("proposal") as table:
        table.add_column(sa.Column("coordinates", sa.Text(), server_default="", nullable=False))
        table.add_column(sa.Column("given_in", datum, server_default="wgs84", nullable=False))
