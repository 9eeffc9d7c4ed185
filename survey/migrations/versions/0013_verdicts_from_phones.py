"""Know a verdict by the id that its phone minted, and keep photos with the moves they came with."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("finding_move", sa.Column("minted_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_finding_move_minted_id"), "finding_move", ["minted_id"], unique=True)
    op.create_table(
        "move_photo",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("photo_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["finding_id", "position"],
            ["finding_move.finding_id", "finding_move.position"],
            name=op.f("fk_move_photo_finding_id_finding_move"),
        ),
        sa.ForeignKeyConstraint(["photo_sha256"], ["photo.sha256"], name=op.f("fk_move_photo_photo_sha256_photo")),
        sa.PrimaryKeyConstraint("finding_id", "position", "photo_sha256", name=op.f("pk_move_photo")),
    )
    op.create_index(op.f("ix_move_photo_photo_sha256"), "move_photo", ["photo_sha256"])
