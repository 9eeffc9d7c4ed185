"""Know where sites are, in WGS-84."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "site_position",
        sa.Column("site_id", sa.Integer(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("given_in", sa.Enum("wgs84", "gcj02", "bd09", native_enum=False, length=20), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_site_position_latitude_on_earth")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_site_position_longitude_on_earth")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_site_position_site_id_site")),
        sa.PrimaryKeyConstraint("site_id", name=op.f("pk_site_position")),
    )
