"""Keep with an edition everything that was fitted for it, so that the next one can say what has drifted."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.add_column("publication", sa.Column("fitted", sa.JSON(), nullable=True))
