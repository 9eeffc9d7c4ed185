"""Keep the rule of each ballot, who leads a panel and who left office; a verdict can be entrusted sooner."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

OPEN = ("raised", "dispatched", "returned", "disputed", "accepted", "scheduled", "escalated")


def upgrade() -> None:
    op.add_column("ballot", sa.Column("share", sa.Integer(), nullable=False, server_default="50"))
    op.add_column("ballot", sa.Column("is_over", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("ballot", sa.Column("is_of_votes", sa.Boolean(), nullable=False, server_default=sa.false()))
    lead = sa.ForeignKey("deputy.id", name=op.f("fk_visit_lead_id_deputy"))
    op.add_column("visit", sa.Column("lead_id", sa.Integer(), lead, nullable=True), inline_references=True)
    op.add_column("deputy", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
    names = ("from_state", "act", "to_state", "by")
    step = sa.table("finding_step", *map(sa.column, names))
    rows = [(state, "entrust", state, "office") for state in OPEN]
    op.bulk_insert(step, [dict(zip(names, row, strict=True)) for row in rows])
