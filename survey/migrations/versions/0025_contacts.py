"""Keep, sealed and apart, the number of a resident who asks to be called back; note who calls and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_contact_project_id_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("project_id", "submission_id", name=op.f("pk_contact")),
    )
    op.create_index(op.f("ix_contact_mark"), "contact", ["mark"])
    op.create_table(
        "callback",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_callback_finding_id_finding")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_callback_account_id_account")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_callback")),
    )
    op.create_index(op.f("ix_callback_account_id"), "callback", ["account_id"])
    op.create_table(
        "phone_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("caller", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.Enum("judged", "no_answer", "declined", native_enum=False, length=20), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_phone_call_finding_id_finding")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    op.create_index(op.f("ix_phone_call_finding_id"), "phone_call", ["finding_id"])
    op.create_table(
        "rule",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rule")),
    )
