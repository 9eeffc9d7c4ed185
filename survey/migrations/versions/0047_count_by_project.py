"""Let what came in about every project be counted from an index alone."""

from alembic import op

revision = "0047"
down_revision = "0046"

COLUMNS = ["project_id", "audience", "received_at", "channel", "visit_kind", "superseded_at", "set_aside_at"]


def upgrade() -> None:
    op.create_index("ix_submission_of_project", "submission", COLUMNS)
    op.drop_index("ix_submission_project_id_audience_received_at", table_name="submission")
