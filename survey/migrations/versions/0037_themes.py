"""Keep the office's themes of comments, and the counts that a person released for publication."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.create_table(
        "theme_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("set_by", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_list")),
    )
    op.create_table(
        "theme_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("released_by", sa.String(length=200), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"], name=op.f("fk_theme_release_period_id_period")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_theme_release_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_release")),
    )
    op.create_index(op.f("ix_theme_release_project_id_period_id"), "theme_release", ["project_id", "period_id"])
