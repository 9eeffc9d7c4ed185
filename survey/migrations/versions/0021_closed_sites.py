"""Say which sites were closed on arrival, what the panel says of a visit afterwards, and from when it was moved."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "closed_site",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id", "site_id"],
            ["visit_stop.visit_id", "visit_stop.site_id"],
            name=op.f("fk_closed_site_visit_id_visit_stop"),
        ),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name=op.f("fk_closed_site_deputy_id_deputy")),
        sa.PrimaryKeyConstraint("visit_id", "site_id", "deputy_id", name=op.f("pk_closed_site")),
    )
    op.create_table(
        "visit_comment",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["visit_id", "deputy_id"],
            ["panel_member.visit_id", "panel_member.deputy_id"],
            name=op.f("fk_visit_comment_visit_id_panel_member"),
        ),
        sa.PrimaryKeyConstraint("visit_id", "deputy_id", "at", name=op.f("pk_visit_comment")),
    )
    op.create_table(
        "visit_shift",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_shift_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", "at", name=op.f("pk_visit_shift")),
    )
