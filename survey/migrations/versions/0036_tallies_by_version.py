"""Count by the questionnaire version that was answered, so that no result mixes questionnaires."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
KEY = ["project_id", "channel", "question", "option", "day", "version_id"]
OVERALL = sa.text("question = 'overall'")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy()
    else:
        op.add_column("tally", _version())
        op.drop_constraint("pk_tally", "tally", type_="primary")
        op.create_primary_key("pk_tally", "tally", KEY)
    _fill()


def _version() -> sa.Column[int]:
    return sa.Column("version_id", sa.Integer(), server_default="0", nullable=False)


def _copy() -> None:
    """SQLite cannot change a key: the table is made anew."""
    op.drop_index("ix_tally_overall", "tally")
    op.rename_table("tally", "tally_before")
    op.create_table(
        "tally",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("option", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        _version(),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_tally_project_id_project")),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_tally")),
    )
    columns = 'project_id, channel, question, "option", day, "count"'
    op.execute(f"INSERT INTO tally ({columns}) SELECT {columns} FROM tally_before")
    op.drop_table("tally_before")
    overall = ["project_id", "day", "channel", "option", "count"]
    op.create_index("ix_tally_overall", "tally", overall, sqlite_where=OVERALL)


def _fill() -> None:
    """Where all residents of a project answered one version, its counts are of that version."""
    connection = op.get_bind()
    rows = connection.execute(
        sa.text(
            "SELECT project_id, min(version_id), max(version_id) FROM submission"
            " WHERE audience = 'resident' GROUP BY project_id"
        )
    )
    only = [{"project": project, "version": first} for project, first, last in rows if first == last]
    if only:
        connection.execute(sa.text("UPDATE tally SET version_id = :version WHERE project_id = :project"), only)
