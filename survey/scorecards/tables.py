"""The tables of what was published and flagged. A published card never changes; a correction is a new edition."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.collect.tables import Channel
from survey.database import Base, Document, Hash, Key, LongText, Moment, Name, one_of
from survey.register.tables import Project
from survey.scorecards.suspicion import Rule


class Publication(Base):
    """One edition of a period's scorecards: the frozen k and m, and a hash over all its cards."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("period_id", "edition"),)

    id: Mapped[Key]
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    edition: Mapped[int]
    published_at: Mapped[Moment]
    published_by: Mapped[Name]
    note: Mapped[Name] = mapped_column(default="")
    k: Mapped[float]
    m: Mapped[float]
    content_hash: Mapped[Hash]
    submission_count: Mapped[int | None]
    submissions_hash: Mapped[Hash | None]
    """SHA-256 of the ids of the submissions that it was drawn up from; None in editions from before it was kept."""
    fitted: Mapped[Document | None]
    """What `fitted` found for it; never shown to the public, because single deputies' leniencies are in it."""


class PublishedCard(Base):
    """A project's scorecard as it was published."""

    __tablename__ = "published_card"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    content: Mapped[Document]
    content_hash: Mapped[Hash]

    publication: Mapped[Publication] = relationship(lazy="raise_on_sql")


class IndexWeights(Base):
    """The weights of the composite index in percent, with who set them and why; the newest row holds."""

    __tablename__ = "index_weights"
    __table_args__ = (
        CheckConstraint("residents + deputies + milestones + findings = 100", name="whole"),
        CheckConstraint(
            "residents >= 0 AND deputies >= 0 AND milestones >= 0 AND findings >= 0", name="none_below_zero"
        ),
    )

    id: Mapped[Key]
    residents: Mapped[int]
    deputies: Mapped[int]
    milestones: Mapped[int]
    findings: Mapped[int]
    is_on: Mapped[bool]
    reason: Mapped[LongText]
    set_by: Mapped[Name]
    set_at: Mapped[Moment]


class ThemeList(Base):
    """The office's list of themes and their words, as it is edited; the newest row holds."""

    __tablename__ = "theme_list"

    id: Mapped[Key]
    text: Mapped[LongText]
    set_by: Mapped[Name]
    set_at: Mapped[Moment]


class ThemeRelease(Base):
    """What residents wrote about, as a person let it be published; an empty content takes it back."""

    __tablename__ = "theme_release"
    __table_args__ = (Index(None, "project_id", "period_id"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    content: Mapped[Document]
    released_by: Mapped[Name]
    released_at: Mapped[Moment]


class FlagState(StrEnum):
    """What a person decided about a flagged set: nothing yet; that its sheets count; that they do not."""

    OPEN = "open"
    KEPT = "kept"
    SET_ASIDE = "set_aside"


class Flag(Base):
    """A set of residents' sheets of one project and channel that a rule picked out, and what was decided about it."""

    __tablename__ = "flag"
    __table_args__ = (Index(None, "project_id", "state"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    rule: Mapped[Rule] = mapped_column(one_of(Rule))
    detail: Mapped[Document]
    """The figures of the rule's sentence."""
    found_at: Mapped[Moment]
    state: Mapped[FlagState] = mapped_column(one_of(FlagState))
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[Name | None]
    reason: Mapped[LongText | None]
    project: Mapped[Project] = relationship(lazy="raise_on_sql")


class FlagSheet(Base):
    """That a sheet belongs to a flagged set."""

    __tablename__ = "flag_sheet"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
        Index(None, "project_id", "submission_id"),
    )

    flag_id: Mapped[int] = mapped_column(ForeignKey("flag.id"), primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    project_id: Mapped[int]
