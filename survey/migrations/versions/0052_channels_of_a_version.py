"""Count a version's submissions of one channel from the index alone."""

from alembic import op

revision = "0052"
down_revision = "0051"
COLUMNS = ["version_id", "received_at", "project_id", "superseded_at", "set_aside_at", "channel"]


def upgrade() -> None:
    op.drop_index("ix_submission_of_version", table_name="submission")
    op.create_index("ix_submission_of_version", "submission", COLUMNS)
