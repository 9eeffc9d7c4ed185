"""Visits with their routes and panels, the sheets that belong to them, and the draws they come from."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "draw",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("commitment", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("committed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("replaces_id IS NULL OR reason <> ''", name=op.f("ck_draw_redraw_has_a_reason")),
        sa.ForeignKeyConstraint(["replaces_id"], ["draw.id"], name=op.f("fk_draw_replaces_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draw")),
        sa.UniqueConstraint("code", name=op.f("uq_draw_code")),
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column(
            "kind", sa.Enum("announced", "unannounced", name="visitkind", native_enum=False, length=20), nullable=False
        ),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unsealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_visit_opens_before_it_closes")),
        sa.ForeignKeyConstraint(["draw_id"], ["draw.id"], name=op.f("fk_visit_draw_id_draw")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("code", name=op.f("uq_visit_code")),
    )
    op.create_table(
        "panel_member",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("recused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recusal_reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name=op.f("fk_panel_member_deputy_id_deputy")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_panel_member_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", "deputy_id", name=op.f("pk_panel_member")),
    )
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_member_deputy_id"), ["deputy_id"], unique=False)

    op.create_table(
        "visit_stop",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_visit_stop_site_id_site")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_stop_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", "site_id", name=op.f("pk_visit_stop")),
    )
    with op.batch_alter_table("visit_stop", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_stop_site_id"), ["site_id"], unique=False)

    op.create_table(
        "visit_sheet",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_visit_sheet_project_id_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_sheet_visit_id_visit")),
        sa.PrimaryKeyConstraint("project_id", "submission_id", name=op.f("pk_visit_sheet")),
    )
    with op.batch_alter_table("visit_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_sheet_visit_id"), ["visit_id"], unique=False)
