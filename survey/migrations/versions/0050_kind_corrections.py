"""Let the office put right whether those visited knew that somebody would come."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    op.create_table(
        "kind_correction",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column(
            "said", sa.Enum("announced", "unannounced", name="visitkind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_kind_correction_reason_given")),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_kind_correction_project_id_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("project_id", "submission_id", name=op.f("pk_kind_correction")),
    )
