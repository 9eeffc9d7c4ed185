"""Remember which codes were printed when, by whom, on what."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "printing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("layout", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_printing")),
    )
    op.create_table(
        "printed_code",
        sa.Column("printing_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("taken_down_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["printing_id"], ["printing.id"], name=op.f("fk_printed_code_printing_id_printing")),
        sa.ForeignKeyConstraint(["code"], ["site_code.code"], name=op.f("fk_printed_code_code_site_code")),
        sa.PrimaryKeyConstraint("printing_id", "code", name=op.f("pk_printed_code")),
    )
    op.create_index(op.f("ix_printed_code_code"), "printed_code", ["code"])
