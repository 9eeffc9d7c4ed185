"""Number the questionnaires on paper, so that each is keyed in once."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_table(
        "paper_sheet",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("first_answers", sa.JSON(), nullable=True),
        sa.Column("keyed_by", sa.String(length=200), nullable=False),
        sa.Column("keyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["version_id"], ["questionnaire_version.id"], name=op.f("fk_paper_sheet_version_id_questionnaire_version")
        ),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_paper_sheet_period_id_period")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_paper_sheet")),
    )
    op.create_index(op.f("ix_paper_sheet_version_id"), "paper_sheet", ["version_id"])
    op.create_index(op.f("ix_paper_sheet_code"), "paper_sheet", ["code"])
