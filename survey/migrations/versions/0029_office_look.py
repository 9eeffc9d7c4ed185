"""Let prints carry the office's colour and logo."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("district", sa.Column("colour", sa.String(length=40), nullable=False, server_default=""))
    op.add_column("district", sa.Column("logo", sa.LargeBinary(), nullable=True))
