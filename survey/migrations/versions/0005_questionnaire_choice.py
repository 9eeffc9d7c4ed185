"""Let a questionnaire be for some beneficiary groups, and the office choose another for one project."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "questionnaire_version",
        sa.Column("beneficiary_group", sa.String(length=200), server_default="", nullable=False),
    )
    op.create_table(
        "questionnaire_override",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "audience", sa.Enum("resident", "deputy", name="audience", native_enum=False, length=20), nullable=False
        ),
        sa.Column("questionnaire", sa.String(length=200), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"], ["project.id"], name=op.f("fk_questionnaire_override_project_id_project")
        ),
        sa.PrimaryKeyConstraint("project_id", "audience", name=op.f("pk_questionnaire_override")),
    )
