"""Keep the weights of the composite index, with who set them, when and why."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

PARTS = ("residents", "deputies", "milestones", "findings")


def upgrade() -> None:
    op.create_table(
        "index_weights",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(part, sa.Integer(), nullable=False) for part in PARTS),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(" + ".join(PARTS) + " = 100", name=op.f("ck_index_weights_whole")),
        sa.CheckConstraint(
            " AND ".join(f"{part} >= 0" for part in PARTS), name=op.f("ck_index_weights_none_below_zero")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_index_weights")),
    )
