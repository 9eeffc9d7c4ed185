"""What the media report is logged, with what was done about it."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

KINDS = ("press", "broadcast", "online", "self_media")
TONES = ("praise", "neutral", "critical")


def upgrade() -> None:
    op.create_table(
        "media_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outlet", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="mediakind", native_enum=False, length=20), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("link_key", sa.String(length=500), nullable=True),
        sa.Column("tone", sa.Enum(*TONES, name="tone", native_enum=False, length=20), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("action_by", sa.String(length=200), nullable=False),
        sa.Column("action_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        sa.Column("logged_by", sa.String(length=200), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_media_report_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_report")),
        sa.UniqueConstraint("link_key", name=op.f("uq_media_report_link_key")),
    )
    op.create_index(op.f("ix_media_report_project_id"), "media_report", ["project_id"])
    op.create_index(op.f("ix_media_report_published_on"), "media_report", ["published_on"])
