"""Keep what a department is told while nobody of it has an account."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"


def upgrade() -> None:
    with op.batch_alter_table("notice") as table:
        table.alter_column("account_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("department", sa.String(length=200), nullable=True))
        table.create_unique_constraint("uq_notice_department_key", ["department", "key"])
        table.create_check_constraint("for_one", "(account_id IS NULL) <> (department IS NULL)")
