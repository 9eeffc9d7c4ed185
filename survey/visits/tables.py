"""The tables of visits and draws. A visit is named by a random code: a number would tell how many there are."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.collect.tables import VisitKind
from survey.database import Base, Document, Hash, Key, LongText, Moment, Name, one_of
from survey.people.tables import Deputy
from survey.register.tables import Site


class Mark(StrEnum):
    """满意, 基本满意, 不满意, 弃权."""

    SATISFIED = "satisfied"
    BASICALLY = "basically"
    NOT_SATISFIED = "not_satisfied"
    ABSTAINED = "abstained"


class Draw(Base):
    """One draw (双随机): the candidates and a commitment to the seed are fixed first, the seed is revealed after."""

    __tablename__ = "draw"
    __table_args__ = (CheckConstraint("replaces_id IS NULL OR reason <> ''", name="redraw_has_a_reason"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    candidates: Mapped[Document]
    """Everything that the result follows from but the seed: the wish, the projects and the deputies with weights."""
    commitment: Mapped[Hash]
    """SHA-256 of the seed and the candidates, told before the seed is."""
    seed: Mapped[Hash]
    """Kept to the server until the draw is revealed."""
    result: Mapped[Document | None]
    made_by: Mapped[Name]
    committed_at: Mapped[Moment]
    revealed_at: Mapped[Moment | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"))
    reason: Mapped[LongText] = mapped_column(default="")
    """Why it was drawn again."""


class Visit(Base):
    """Deputies who go to sites together: on one announced day, or unannounced within a window of days."""

    __tablename__ = "visit"
    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    kind: Mapped[VisitKind] = mapped_column(one_of(VisitKind))
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    note: Mapped[LongText] = mapped_column(default="")
    """Where the panel meets, and what else it should know."""
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"))
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"))
    """The deputy who leads the panel, and decides for a member who is no longer in office."""
    made_at: Mapped[Moment]
    unsealed_at: Mapped[Moment | None]
    """From when its scores are no longer sealed; nobody sees another's score before, the office included."""
    released_at: Mapped[Moment | None]
    """From when others than the office and the panel may know of an unannounced visit and of its scores."""
    cancelled_at: Mapped[Moment | None]
    cancel_reason: Mapped[LongText] = mapped_column(default="")

    stops: Mapped[list["VisitStop"]] = relationship(order_by="VisitStop.position", lazy="raise_on_sql")
    panel: Mapped[list["PanelMember"]] = relationship(order_by="PanelMember.deputy_id", lazy="raise_on_sql")
    shifts: Mapped[list["VisitShift"]] = relationship(order_by="VisitShift.at", lazy="raise_on_sql")


class VisitStop(Base):
    """A site on a visit's route."""

    __tablename__ = "visit_stop"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True, index=True)
    position: Mapped[int]

    site: Mapped[Site] = relationship(lazy="raise_on_sql")


class PanelMember(Base):
    """A deputy on a visit's panel; who recuses (回避) stays on the list with the reason."""

    __tablename__ = "panel_member"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True, index=True)
    recused_at: Mapped[Moment | None]
    recusal_reason: Mapped[LongText] = mapped_column(default="")

    deputy: Mapped[Deputy] = relationship(lazy="raise_on_sql")


class VisitShift(Base):
    """That a visit was moved: the days that it had before, and why."""

    __tablename__ = "visit_shift"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    at: Mapped[Moment] = mapped_column(primary_key=True)
    opened_on: Mapped[date]
    closed_on: Mapped[date]
    reason: Mapped[LongText]


class KindCorrection(Base):
    """That the office put right whether those visited knew of it: what the sheet said, and who last did it and why."""

    __tablename__ = "kind_correction"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    said: Mapped[VisitKind] = mapped_column(one_of(VisitKind))
    reason: Mapped[LongText]
    by: Mapped[Name]
    at: Mapped[Moment]


class ClosedSite(Base):
    """That a deputy of the panel found a site closed on arrival: no marks, and no zero."""

    __tablename__ = "closed_site"
    __table_args__ = (ForeignKeyConstraint(["visit_id", "site_id"], ["visit_stop.visit_id", "visit_stop.site_id"]),)

    visit_id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True)
    at: Mapped[Moment]
    note: Mapped[LongText]
    minted_id: Mapped[UUID | None] = mapped_column(unique=True, index=True)
    """What its page or phone named it, so that its second arrival is known."""


class VisitComment(Base):
    """What a member of the panel says once the scores are unsealed; it changes none of them."""

    __tablename__ = "visit_comment"
    __table_args__ = (
        ForeignKeyConstraint(["visit_id", "deputy_id"], ["panel_member.visit_id", "panel_member.deputy_id"]),
    )

    visit_id: Mapped[int] = mapped_column(primary_key=True)
    deputy_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[Moment] = mapped_column(primary_key=True)
    text: Mapped[LongText]
    minted_id: Mapped[UUID | None] = mapped_column(unique=True, index=True)


class VisitSheet(Base):
    """A submission that belongs to a visit; a sheet on a deputy's own initiative belongs to none."""

    __tablename__ = "visit_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), index=True)


class Ballot(Base):
    """The ballot of a visit; its result is shown once it is closed."""

    __tablename__ = "ballot"

    visit_id: Mapped[int] = mapped_column(ForeignKey("visit.id"), primary_key=True)
    members: Mapped[int]
    """How many were on the panel when it was opened: the denominator as shipped."""
    share: Mapped[int] = mapped_column(server_default="50")
    """The percentage that a result must reach; the rule of the day on which the ballot was opened."""
    is_over: Mapped[bool] = mapped_column(server_default=false())
    """Whether the share must be exceeded."""
    is_of_votes: Mapped[bool] = mapped_column(server_default=false())
    """Whether the share is one of the marks given."""
    opened_at: Mapped[Moment]
    closed_at: Mapped[Moment | None]


class BallotVoter(Base):
    """That a deputy has voted, and nothing else: no mark, no time, no order."""

    __tablename__ = "ballot_voter"

    visit_id: Mapped[int] = mapped_column(ForeignKey("ballot.visit_id"), primary_key=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), primary_key=True)
    minted_id: Mapped[UUID | None]
    """The random id of what was sent, so that its second arrival is known; it says nothing of the mark."""


class BallotCount(Base):
    """How often a mark was given."""

    __tablename__ = "ballot_count"

    visit_id: Mapped[int] = mapped_column(ForeignKey("ballot.visit_id"), primary_key=True)
    mark: Mapped[Mark] = mapped_column(one_of(Mark), primary_key=True)
    count: Mapped[int]
