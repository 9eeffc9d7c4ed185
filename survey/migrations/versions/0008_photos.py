"""Photos are kept once under their hash and linked to submissions, which say how many belong to them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("submission", sa.Column("photo_count", sa.Integer(), server_default="0", nullable=False))
    op.create_table(
        "photo",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("byte_count", sa.Integer(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_photo")),
    )
    op.create_table(
        "submission_photo",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("sent_sha256", sa.String(length=64), nullable=False),
        sa.Column("photo_sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_submission_photo_project_id_submission_id_submission"),
        ),
        sa.ForeignKeyConstraint(
            ["photo_sha256"], ["photo.sha256"], name=op.f("fk_submission_photo_photo_sha256_photo")
        ),
        sa.PrimaryKeyConstraint("project_id", "submission_id", "sent_sha256", name=op.f("pk_submission_photo")),
    )
    with op.batch_alter_table("submission_photo", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_submission_photo_photo_sha256"), ["photo_sha256"], unique=False)
