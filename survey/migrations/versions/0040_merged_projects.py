"""Let a project count for another since the office merged the two."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"


def upgrade() -> None:
    with op.batch_alter_table("project") as table:
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_project_merged_into_id_project"), "project", ["merged_into_id"], ["id"])
        table.create_index(op.f("ix_project_merged_into_id"), ["merged_into_id"])
