"""Findings, their moves and the steps that a move may be; the office's calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

STATE = sa.Enum(
    "raised",
    "dispatched",
    "returned",
    "disputed",
    "accepted",
    "replied",
    "scheduled",
    "escalated",
    "fixed",
    "closed",
    name="findingstate",
    native_enum=False,
    length=20,
)
ACT = sa.Enum(
    "raise",
    "dispatch",
    "accept",
    "return",
    "assign",
    "check",
    "extend",
    "reply",
    "satisfied",
    "half_fixed",
    "not_satisfied",
    "entrust",
    "close",
    "reopen",
    name="act",
    native_enum=False,
    length=20,
)
BY = sa.Enum("office", "department", "deputy", "resident", name="by", native_enum=False, length=20)
ORIGIN = sa.Enum("deputy", "resident", "hearing", "interview", "media", name="origin", native_enum=False, length=20)
SEVERITY = sa.Enum("minor", "ordinary", "serious", name="severity", native_enum=False, length=20)
REPLY_CLASS = sa.Enum("A", "B", "C", "D", name="replyclass", native_enum=False, length=20)
STEPS = (
    ("raised", "dispatch", "dispatched", "office"),
    ("raised", "close", "closed", "office"),
    ("dispatched", "accept", "accepted", "department"),
    ("dispatched", "return", "returned", "department"),
    ("dispatched", "return", "disputed", "department"),
    ("dispatched", "close", "closed", "office"),
    ("returned", "dispatch", "dispatched", "office"),
    ("returned", "close", "closed", "office"),
    ("disputed", "assign", "accepted", "office"),
    ("disputed", "close", "closed", "office"),
    ("accepted", "check", "accepted", "department"),
    ("accepted", "extend", "accepted", "department"),
    ("accepted", "reply", "replied", "department"),
    ("accepted", "close", "closed", "office"),
    ("replied", "satisfied", "fixed", "deputy resident office"),
    ("replied", "satisfied", "scheduled", "deputy resident office"),
    ("replied", "satisfied", "closed", "deputy resident office"),
    ("replied", "half_fixed", "accepted", "deputy resident office"),
    ("replied", "half_fixed", "escalated", "deputy resident office"),
    ("replied", "not_satisfied", "accepted", "deputy resident office"),
    ("replied", "not_satisfied", "escalated", "deputy resident office"),
    ("replied", "entrust", "replied", "office"),
    ("replied", "close", "closed", "office"),
    ("scheduled", "reply", "replied", "department"),
    ("scheduled", "close", "closed", "office"),
    ("escalated", "assign", "accepted", "office"),
    ("escalated", "close", "closed", "office"),
    ("fixed", "reopen", "raised", "office deputy"),
    ("closed", "reopen", "raised", "office deputy"),
)
"""From which state, by which act, to which state, and in which parts people may do so."""


def upgrade() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_workday", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    op.create_table(
        "finding_step",
        sa.Column("from_state", STATE, nullable=False),
        sa.Column("act", ACT, nullable=False),
        sa.Column("to_state", STATE, nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.PrimaryKeyConstraint("from_state", "act", "to_state", "by", name=op.f("pk_finding_step")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("site_id", sa.Integer(), nullable=True),
        sa.Column("origin", ORIGIN, nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("severity", SEVERITY, nullable=False),
        sa.Column("is_complex", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("move_count", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("return_count", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("dispatched_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_extended", sa.Boolean(), nullable=False),
        sa.Column("reply_class", REPLY_CLASS, nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("verdict", ACT, nullable=True),
        sa.CheckConstraint("(origin = 'deputy') = (deputy_id IS NOT NULL)", name=op.f("ck_finding_deputy_named")),
        sa.CheckConstraint(
            "state <> 'fixed' OR (COALESCE(reply_class, '') = 'A' AND COALESCE(verdict, '') = 'satisfied')",
            name=op.f("ck_finding_fixed_is_class_a_confirmed"),
        ),
        sa.CheckConstraint(
            "state IN ('raised', 'returned', 'closed') OR department_id IS NOT NULL",
            name=op.f("ck_finding_department_named"),
        ),
        sa.CheckConstraint("round >= 1 AND move_count >= 1", name=op.f("ck_finding_counts_begin_at_one")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_finding_department_id_department")),
        sa.ForeignKeyConstraint(["deputy_id"], ["deputy.id"], name=op.f("fk_finding_deputy_id_deputy")),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_finding_project_id_project")),
        sa.ForeignKeyConstraint(["site_id"], ["site.id"], name=op.f("fk_finding_site_id_site")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sa.UniqueConstraint("code", name=op.f("uq_finding_code")),
    )
    with op.batch_alter_table("finding", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_department_id_state"), ["department_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_deputy_id"), ["deputy_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_project_id"), ["project_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_finding_state_raised_at"), ["state", "raised_at"], unique=False)

    op.create_table(
        "finding_move",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("previous", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", ACT, nullable=False),
        sa.Column("by", BY, nullable=False),
        sa.Column("actor", sa.String(length=200), nullable=False),
        sa.Column("from_state", STATE, nullable=True),
        sa.Column("to_state", STATE, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("reply_class", REPLY_CLASS, nullable=True),
        sa.Column("promised_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("in_time", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "(position = 1 AND act = 'raise' AND to_state = 'raised' AND previous IS NULL AND from_state IS NULL)"
            " OR (position > 1 AND previous IS NOT NULL AND previous = position - 1 AND from_state IS NOT NULL)",
            name=op.f("ck_finding_move_begins_with_its_raising"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"], ["department.id"], name=op.f("fk_finding_move_department_id_department")
        ),
        sa.ForeignKeyConstraint(
            ["finding_id", "previous", "from_state"],
            ["finding_move.finding_id", "finding_move.position", "finding_move.to_state"],
            name="fk_finding_move_follows_the_one_before",
        ),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_move_finding_id_finding")),
        sa.ForeignKeyConstraint(
            ["from_state", "act", "to_state", "by"],
            ["finding_step.from_state", "finding_step.act", "finding_step.to_state", "finding_step.by"],
            name="fk_finding_move_is_a_step",
        ),
        sa.PrimaryKeyConstraint("finding_id", "position", name=op.f("pk_finding_move")),
        sa.UniqueConstraint(
            "finding_id", "position", "to_state", name=op.f("uq_finding_move_finding_id_position_to_state")
        ),
    )
    with op.batch_alter_table("finding_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_move_department_id"), ["department_id"], unique=False)

    op.create_table(
        "finding_submission",
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("question", sa.String(length=64), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_finding_submission_finding_id_finding")),
        sa.ForeignKeyConstraint(
            ["project_id", "submission_id"],
            ["submission.project_id", "submission.id"],
            name=op.f("fk_finding_submission_project_id_submission_id_submission"),
        ),
        sa.PrimaryKeyConstraint("project_id", "submission_id", "question", name=op.f("pk_finding_submission")),
    )
    with op.batch_alter_table("finding_submission", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_finding_submission_finding_id"), ["finding_id"], unique=False)

    step = sa.table("finding_step", *map(sa.column, ("from_state", "act", "to_state", "by")))
    op.bulk_insert(
        step,
        [
            {"from_state": old, "act": act, "to_state": new, "by": by}
            for old, act, new, parts in STEPS
            for by in parts.split()
        ],
    )
