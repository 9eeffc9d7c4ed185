"""A department owes a plan for a complex finding: until when, and the step that tells it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.add_column("finding", sa.Column("plan_due_on", sa.Date(), nullable=True))
    step = sa.table("finding_step", *map(sa.column, ("from_state", "act", "to_state", "by")))
    told = {"from_state": "accepted", "act": "plan", "to_state": "accepted", "by": "department"}
    op.bulk_insert(step, [told])
