"""Flag suspect answers, set them aside and count them again; find the overall grades of a district fast."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

CHANNELS = ("site", "event", "kiosk", "paper", "interviewer")
RULES = ("identical", "too_fast", "fast", "straight", "same_text", "same_device", "channel")
OVERALL = sa.text("question = 'overall'")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=20)


def upgrade() -> None:
    op.add_column("submission", sa.Column("set_aside_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("submission", sa.Column("seconds", sa.Integer(), nullable=True))
    op.drop_index(op.f("ix_submission_version_id_received_at_project_id_superseded_at"), "submission")
    of_version = ["version_id", "received_at", "project_id", "superseded_at", "set_aside_at"]
    op.create_index("ix_submission_of_version", "submission", of_version)
    overall = ["project_id", "day", "channel", "option", "count"]
    op.create_index("ix_tally_overall", "tally", overall, sqlite_where=OVERALL, postgresql_where=OVERALL)
    op.create_table(
        "flag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("channel", _one_of("channel", *CHANNELS), nullable=False),
        sa.Column("rule", _one_of("rule", *RULES), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _one_of("flagstate", "open", "kept", "set_aside"), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_flag_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flag")),
    )
    op.create_index(op.f("ix_flag_project_id_state"), "flag", ["project_id", "state"])
    op.create_table(
        "flag_sheet",
        sa.Column("flag_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["flag_id"], ["flag.id"], name=op.f("fk_flag_sheet_flag_id_flag")),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_flag_sheet_project_id_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("flag_id", "submission_id", name=op.f("pk_flag_sheet")),
    )
    op.create_index(op.f("ix_flag_sheet_project_id_submission_id"), "flag_sheet", ["project_id", "submission_id"])
