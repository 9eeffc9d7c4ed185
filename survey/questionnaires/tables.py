"""The tables of questionnaire versions, which never change once published, and of the choices for single projects."""

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Document, Hash, Key, Moment, Name, one_of


class Audience(StrEnum):
    RESIDENT = "resident"
    DEPUTY = "deputy"


class VersionState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Version(Base):
    """One version of a questionnaire; `content` is questionnaires.model.Questionnaire as JSON."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (
        UniqueConstraint("questionnaire", "number"),
        Index(None, "audience", "category", "state"),
    )

    id: Mapped[Key]
    questionnaire: Mapped[Name]
    """The questionnaire's name, which is its path in forms/ without the ending: `resident/core`."""
    number: Mapped[int]
    audience: Mapped[Audience] = mapped_column(one_of(Audience))
    category: Mapped[Name] = mapped_column(default="")
    """The project categories it is for, separated by 、; empty means every category without one of its own."""
    beneficiary_group: Mapped[Name] = mapped_column(default="", server_default="")
    """Words of the beneficiary groups it is for, separated by 、; empty means every group."""
    title: Mapped[Name]
    state: Mapped[VersionState] = mapped_column(one_of(VersionState))
    content: Mapped[Document] = mapped_column(deferred=True)
    """Loaded only when asked for: the catalogue keeps what it has read."""
    content_hash: Mapped[Hash]
    source_hash: Mapped[Hash]
    """SHA-256 of the file it was read from, so that an unchanged file is not read again."""
    published_at: Mapped[Moment | None]

    @property
    def stamp(self) -> str:
        """How people name this version: `resident/core 3`."""
        return f"{self.questionnaire} {self.number}"


class DraftStep(Base):
    """What a draft asked before a step that was made in the builder, so that it can be undone, and done again."""

    __tablename__ = "draft_step"

    id: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id", ondelete="CASCADE"), index=True)
    content: Mapped[Document]
    is_undone: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether this is what it asked after a step that was undone."""


class Picture(Base):
    """The picture of an option, under a name that changes with it."""

    __tablename__ = "questionnaire_picture"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    jpeg: Mapped[bytes] = mapped_column(LargeBinary)
    stored_at: Mapped[Moment]


class Override(Base):
    """The questionnaire that the office chose for one project, instead of the one of its category and group."""

    __tablename__ = "questionnaire_override"

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    audience: Mapped[Audience] = mapped_column(one_of(Audience), primary_key=True)
    questionnaire: Mapped[Name]
    chosen_at: Mapped[Moment]
