"""Note whether a deputy's phone said that it was near the site."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.create_table(
        "nearness",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("near", sa.Enum("yes", "no", "unknown", native_enum=False, length=20), nullable=False),
        sa.Column("accuracy_m", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_nearness_project_id_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("project_id", "submission_id", name=op.f("pk_nearness")),
    )
