"""Find submissions by their device's mark alone: it is of one site, and a group of marks is looked up at once."""

from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    op.drop_index("ix_submission_project_id_device_mark", table_name="submission")
    op.create_index("ix_submission_device_mark", "submission", ["device_mark"])
