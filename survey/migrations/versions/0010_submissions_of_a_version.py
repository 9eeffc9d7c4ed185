"""Find the submissions of a questionnaire version by time without reading them all."""

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index(
        op.f("ix_submission_version_id_received_at_project_id_superseded_at"),
        "submission",
        ["version_id", "received_at", "project_id", "superseded_at"],
    )
