"""Say which findings were merged into another, and which media report a finding was raised from."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

STEPS = (("raised", "merge", "closed", "office"), ("closed", "split", "raised", "office"))


def upgrade() -> None:
    op.create_table(
        "merged_finding",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("finding_id <> into_id", name=op.f("ck_merged_finding_into_another")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_merged_finding_finding_id_finding")),
        sa.ForeignKeyConstraint(["into_id"], ["finding.id"], name=op.f("fk_merged_finding_into_id_finding")),
        sa.PrimaryKeyConstraint("finding_id", name=op.f("pk_merged_finding")),
    )
    op.create_index(op.f("ix_merged_finding_into_id"), "merged_finding", ["into_id"])
    op.create_table(
        "reported_finding",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_reported_finding_finding_id_finding")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["media_report.id"], name=op.f("fk_reported_finding_report_id_media_report")
        ),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_reported_finding")),
    )
    op.create_index(op.f("ix_reported_finding_finding_id"), "reported_finding", ["finding_id"])
    step = sa.table("finding_step", *(sa.column(name) for name in ("from_state", "act", "to_state", "by")))
    names = ("from_state", "act", "to_state", "by")
    op.bulk_insert(step, [dict(zip(names, row, strict=True)) for row in STEPS])
