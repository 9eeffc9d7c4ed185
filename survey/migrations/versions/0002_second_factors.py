"""Accounts may carry a second factor, and departments a short code."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("account", sa.Column("second_factor_salt", sa.String(length=40), nullable=True))
    op.add_column("account", sa.Column("second_factor_step", sa.Integer(), nullable=True))
    with op.batch_alter_table("department", schema=None) as batch_op:
        batch_op.add_column(sa.Column("code", sa.String(length=40), nullable=True))
        batch_op.create_unique_constraint(batch_op.f("uq_department_code"), ["code"])
