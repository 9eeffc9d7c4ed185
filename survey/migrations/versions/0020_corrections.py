"""Note which sheet a deputy's later sheet corrects, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

SUBMISSION = ["submission.project_id", "submission.id"]


def upgrade() -> None:
    op.create_table(
        "correction",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_correction_reason_given")),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"], SUBMISSION, name=op.f("fk_correction_project_id_submission_id_submission")
        ),
        sa.ForeignKeyConstraint(
            ["project_id", "corrects_id"], SUBMISSION, name=op.f("fk_correction_project_id_corrects_id_submission")
        ),
        sa.PrimaryKeyConstraint("project_id", "submission_id", name=op.f("pk_correction")),
    )
