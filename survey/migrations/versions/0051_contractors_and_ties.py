"""Keep who builds a project, and the companies that a deputy is tied to, so that a draw can keep them apart."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.add_column("project", sa.Column("contractor", sa.String(length=200), server_default="", nullable=False))
    op.add_column("deputy", sa.Column("ties", sa.String(length=200), server_default="", nullable=False))
