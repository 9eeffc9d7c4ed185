"""Tie a finding to its last move: it stands where that one brought it, and no move comes beside it."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"

LAST = "SELECT {} FROM finding_move WHERE finding_id = finding.id ORDER BY position DESC LIMIT 1"
ONE_STEP = "NEW.move_count < OLD.move_count OR NEW.move_count > OLD.move_count + 1"
STANDS_THERE = "finding.id = NEW.finding_id AND finding.move_count = NEW.position AND finding.state = NEW.to_state"
GUARDS = (
    ("finding_goes_step_by_step", "UPDATE OF move_count ON finding", ONE_STEP),
    (
        "finding_stands_where_moved",
        "INSERT ON finding_move",
        f"NOT EXISTS (SELECT 1 FROM finding WHERE {STANDS_THERE})",
    ),
)
"""(name, before which statements, when they are refused): what a foreign key cannot say, on both databases."""


def upgrade() -> None:
    last = ", ".join(
        f"{name} = ({LAST.format(of)})" for name, of in (("move_count", "position"), ("state", "to_state"))
    )
    op.execute(f"UPDATE finding SET {last} WHERE move_count <> ({LAST.format('position')})")  # the moves are the record
    op.execute(f"UPDATE finding SET {last} WHERE state <> ({LAST.format('to_state')})")
    with op.batch_alter_table("finding") as batch:
        batch.create_foreign_key(
            "fk_finding_stands_where_its_last_move_brought_it",
            "finding_move",
            ["id", "move_count", "state"],
            ["finding_id", "position", "to_state"],
            deferrable=True,
            initially="DEFERRED",
        )
    guard = _on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql
    for name, before, refused in GUARDS:
        guard(name, before, refused)


def _on_sqlite(name: str, before: str, refused: str) -> None:
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {before} FOR EACH ROW WHEN {refused} "
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )  # fmt: skip


def _on_postgresql(name: str, before: str, refused: str) -> None:
    op.execute(
        sa.text(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN "
            f"RAISE EXCEPTION '{name}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
        )
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {before} FOR EACH ROW EXECUTE FUNCTION {name}()")
