"""Keep departments' own notice addresses, media open days, and other districts' published figures."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
FIGURES = ("satisfied", "completed", "fixed")


def upgrade() -> None:
    op.add_column("department", sa.Column("notice_addresses", sa.Text(), nullable=True))
    op.add_column("department", sa.Column("notices_sent_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "media_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("outlets", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_day")),
    )
    op.create_table(
        "media_day_project",
        sa.Column("media_day_id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_day_id"], ["media_day.id"], name=op.f("fk_media_day_project_media_day_id_media_day")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_media_day_project_project_id_project")),
        sa.PrimaryKeyConstraint("media_day_id", "project_id", name=op.f("pk_media_day_project")),
    )
    op.create_table(
        "peer_figure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(length=200), nullable=False),
        sa.Column("figure", sa.Enum(*FIGURES, native_enum=False, length=20), nullable=False),
        sa.Column("percent", sa.Double(), nullable=False),
        sa.Column("period", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("percent >= 0 AND percent <= 100", name=op.f("ck_peer_figure_percent_in_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_peer_figure")),
    )
