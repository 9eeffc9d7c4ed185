"""Ballots after visits: who has voted and, apart from it, how often each mark was given."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "ballot",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_ballot_visit_id_visit")),
        sa.PrimaryKeyConstraint("visit_id", name=op.f("pk_ballot")),
    )
    op.create_table(
        "ballot_count",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "mark",
            sa.Enum("satisfied", "basically", "not_satisfied", "abstained", name="mark", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["ballot.visit_id"], name=op.f("fk_ballot_count_visit_id_ballot")),
        sa.PrimaryKeyConstraint("visit_id", "mark", name=op.f("pk_ballot_count")),
    )
    op.create_table(
        "ballot_voter",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name=op.f("fk_ballot_voter_deputy_id_deputy")),
        sa.ForeignKeyConstraint(["visit_id"], ["ballot.visit_id"], name=op.f("fk_ballot_voter_visit_id_ballot")),
        sa.PrimaryKeyConstraint("visit_id", "deputy_id", name=op.f("pk_ballot_voter")),
    )
