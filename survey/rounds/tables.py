"""The tables of findings. A finding's moves are only ever added; the database itself refuses one that is no step.

Four rules keep the state machine where no code can get round it: each move names a row of `finding_step`, each move
begins in the state where the move before it ended, a finding stands where its last move brought it, and none is fixed
without a reply of class A and a verdict. Two triggers of migration 0053 say of the third what a foreign key cannot: the
finding goes on by one move at a time, and a move is only written down for a finding that stands where it leads. A
migration that makes `finding` anew on SQLite must drop both before it and make them again.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Hash, LongText, Moment, Name, one_of
from survey.people.tables import Deputy
from survey.register.tables import Department, Project, Site
from survey.watch.tables import MediaReport


class Origin(StrEnum):
    """Where a finding comes from."""

    DEPUTY = "deputy"
    RESIDENT = "resident"
    HEARING = "hearing"
    INTERVIEW = "interview"
    MEDIA = "media"


class Severity(StrEnum):
    MINOR = "minor"
    ORDINARY = "ordinary"
    SERIOUS = "serious"


class FindingState(StrEnum):
    """Where a finding stands. Only `fixed` means fixed; `closed` never does."""

    RAISED = "raised"
    DISPATCHED = "dispatched"
    RETURNED = "returned"
    DISPUTED = "disputed"
    ACCEPTED = "accepted"
    REPLIED = "replied"
    SCHEDULED = "scheduled"
    ESCALATED = "escalated"
    FIXED = "fixed"
    CLOSED = "closed"


class Act(StrEnum):
    """What can be done to a finding."""

    RAISE = "raise"
    DISPATCH = "dispatch"
    ACCEPT = "accept"
    RETURN = "return"
    ASSIGN = "assign"
    CHECK = "check"
    EXTEND = "extend"
    PLAN = "plan"
    REPLY = "reply"
    SATISFIED = "satisfied"
    HALF_FIXED = "half_fixed"
    NOT_SATISFIED = "not_satisfied"
    ENTRUST = "entrust"
    CLOSE = "close"
    REOPEN = "reopen"
    MERGE = "merge"
    SPLIT = "split"


class By(StrEnum):
    """In which part somebody acts."""

    OFFICE = "office"
    DEPARTMENT = "department"
    DEPUTY = "deputy"
    RESIDENT = "resident"


class ReplyClass(StrEnum):
    """What a department's reply says: A solved, B under way, C later, D for reference."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Finding(Base):
    """Something that is wrong at a project (问题), with where it stands now."""

    __tablename__ = "finding"
    __table_args__ = (
        CheckConstraint(
            "state <> 'fixed' OR (COALESCE(reply_class, '') = 'A' AND COALESCE(verdict, '') = 'satisfied')",
            name="fixed_is_class_a_confirmed",
        ),
        CheckConstraint("(origin = 'deputy') = (deputy_id IS NOT NULL)", name="deputy_named"),
        CheckConstraint(
            "state IN ('raised', 'returned', 'closed') OR department_id IS NOT NULL", name="department_named"
        ),
        CheckConstraint("round >= 1 AND move_count >= 1", name="counts_begin_at_one"),
        ForeignKeyConstraint(
            ["id", "move_count", "state"],
            ["finding_move.finding_id", "finding_move.position", "finding_move.to_state"],
            name="fk_finding_stands_where_its_last_move_brought_it",
            deferrable=True,
            initially="DEFERRED",  # the finding and its move are written one after the other
            use_alter=True,  # each of the two tables names the other
        ),
        Index(None, "state", "raised_at"),
        Index(None, "department_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)  # said, because it names its last move too
    code: Mapped[str] = mapped_column(String(8), unique=True)
    """How addresses name it: random, because a running number would tell how many findings there are."""
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    origin: Mapped[Origin] = mapped_column(one_of(Origin))
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"), index=True)
    """The deputy who raised it, and who alone gives the verdict."""
    subject: Mapped[Name] = mapped_column(default="")
    """What it is about: the label of the scored item, or a few words."""
    text: Mapped[LongText]
    severity: Mapped[Severity] = mapped_column(one_of(Severity), default=Severity.ORDINARY)
    is_complex: Mapped[bool] = mapped_column(default=False)
    raised_at: Mapped[Moment]

    state: Mapped[FindingState] = mapped_column(one_of(FindingState))
    move_count: Mapped[int]
    round: Mapped[int] = mapped_column(default=1)
    return_count: Mapped[int] = mapped_column(default=0)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    dispatched_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """Until when whoever must act now should have acted."""
    plan_due_on: Mapped[date | None]
    """Until when the department owes a plan of what it will do; None when it owes none, or has told it."""
    is_extended: Mapped[bool] = mapped_column(default=False)
    """Whether this round's one extension was used."""
    reply_class: Mapped[ReplyClass | None] = mapped_column(one_of(ReplyClass))
    promised_on: Mapped[date | None]
    verdict: Mapped[Act | None] = mapped_column(one_of(Act))

    project: Mapped[Project] = relationship(lazy="raise_on_sql")
    site: Mapped[Site | None] = relationship(lazy="raise_on_sql")
    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    deputy: Mapped[Deputy | None] = relationship(lazy="raise_on_sql")
    moves: Mapped[list["Move"]] = relationship(
        lazy="raise_on_sql", order_by="Move.position", foreign_keys="Move.finding_id", viewonly=True
    )


class FindingStep(Base):
    """One row of the table of transitions, kept in the database so that it can refuse every other move."""

    __tablename__ = "finding_step"

    from_state: Mapped[FindingState] = mapped_column(one_of(FindingState), primary_key=True)
    act: Mapped[Act] = mapped_column(one_of(Act), primary_key=True)
    to_state: Mapped[FindingState] = mapped_column(one_of(FindingState), primary_key=True)
    by: Mapped[By] = mapped_column(one_of(By), primary_key=True)


class Move(Base):
    """One act on a finding, the first of them its raising."""

    __tablename__ = "finding_move"
    __table_args__ = (
        UniqueConstraint("finding_id", "position", "to_state"),
        ForeignKeyConstraint(
            ["from_state", "act", "to_state", "by"],
            ["finding_step.from_state", "finding_step.act", "finding_step.to_state", "finding_step.by"],
            name="fk_finding_move_is_a_step",
        ),
        ForeignKeyConstraint(
            ["finding_id", "previous", "from_state"],
            ["finding_move.finding_id", "finding_move.position", "finding_move.to_state"],
            name="fk_finding_move_follows_the_one_before",
        ),
        Index(None, "minted_id", unique=True),
        CheckConstraint(
            "(position = 1 AND act = 'raise' AND to_state = 'raised' AND previous IS NULL AND from_state IS NULL)"
            " OR (position > 1 AND previous IS NOT NULL AND previous = position - 1 AND from_state IS NOT NULL)",
            name="begins_with_its_raising",
        ),
    )

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    previous: Mapped[int | None]
    at: Mapped[Moment]
    act: Mapped[Act] = mapped_column(one_of(Act))
    by: Mapped[By] = mapped_column(one_of(By))
    actor: Mapped[Name]
    """A login, a deputy's number, or nothing for a resident."""
    from_state: Mapped[FindingState | None] = mapped_column(one_of(FindingState))
    to_state: Mapped[FindingState] = mapped_column(one_of(FindingState))
    round: Mapped[int]
    text: Mapped[LongText] = mapped_column(default="")
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    """The department that acted, or that it was sent to; of a return, the one that should handle it."""
    reply_class: Mapped[ReplyClass | None] = mapped_column(one_of(ReplyClass))
    promised_on: Mapped[date | None]
    due_on: Mapped[date | None]
    """The deadline that this move set."""
    in_time: Mapped[bool | None]
    """Whether it came by the deadline that stood before it; None when none stood."""
    minted_id: Mapped[UUID | None]
    """Of a verdict, what its page or phone named it, so that its second arrival is known."""

    department: Mapped[Department | None] = relationship(lazy="raise_on_sql")
    photos: Mapped[list["MovePhoto"]] = relationship(lazy="raise_on_sql", order_by="MovePhoto.photo_sha256")


class MovePhoto(Base):
    """A photo that came with a move, such as the proof of a reply."""

    __tablename__ = "move_photo"
    __table_args__ = (
        ForeignKeyConstraint(["finding_id", "position"], ["finding_move.finding_id", "finding_move.position"]),
    )

    finding_id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    photo_sha256: Mapped[Hash] = mapped_column(ForeignKey("photo.sha256"), primary_key=True, index=True)


class FindingSubmission(Base):
    """A submission, or one item of it, that a finding was raised from; each is taken up once."""

    __tablename__ = "finding_submission"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)


class MergedFinding(Base):
    """That a finding goes on as a part of another; the row goes away when it is split off again."""

    __tablename__ = "merged_finding"
    __table_args__ = (CheckConstraint("finding_id <> into_id", name="into_another"),)

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    into_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)


class ReportedFinding(Base):
    """That a finding was raised from a media report; each report is taken up once."""

    __tablename__ = "reported_finding"

    report_id: Mapped[int] = mapped_column(ForeignKey(MediaReport.id), primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)


class CalendarDay(Base):
    """A day on which the office's calendar says otherwise than the calendar that ships."""

    __tablename__ = "calendar_day"

    day: Mapped[date] = mapped_column(primary_key=True)
    is_workday: Mapped[bool]
    name: Mapped[Code] = mapped_column(default="")
