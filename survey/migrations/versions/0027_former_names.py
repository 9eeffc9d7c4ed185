"""Keep the names that departments, categories, batches and groups had before they were renamed or merged."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
KINDS = ("category", "batch", "beneficiary_group", "department")


def upgrade() -> None:
    op.add_column("department", sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("category", sa.Column("formerly", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "offered_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, native_enum=False, length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offered_name")),
        sa.UniqueConstraint("kind", "name", name=op.f("uq_offered_name_kind_name")),
    )
    op.create_table(
        "former_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, native_enum=False, length=20), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("means", sa.String(length=200), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_name")),
    )
    op.create_index(op.f("ix_former_name_kind_name"), "former_name", ["kind", "name"])
