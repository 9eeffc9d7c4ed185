"""The tables of what was printed."""

from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Document, Key, LongText, Moment, Name, one_of


class Printing(Base):
    """One printing of sites' codes: when, by whom, on what."""

    __tablename__ = "printing"

    id: Mapped[Key]
    at: Mapped[Moment]
    actor: Mapped[Name]
    layout: Mapped[Code]
    language: Mapped[Code]


class PrintedCode(Base):
    """A site's code that one printing put on paper."""

    __tablename__ = "printed_code"

    printing_id: Mapped[int] = mapped_column(ForeignKey("printing.id"), primary_key=True)
    code: Mapped[str] = mapped_column(ForeignKey("site_code.code"), primary_key=True, index=True)
    taken_down_at: Mapped[Moment | None]
    """When the office said that these sheets hang nowhere any more."""

    printing: Mapped[Printing] = relationship(lazy="raise_on_sql")


class JobState(StrEnum):
    """Where a long printing stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class PrintJob(Base):
    """A printing of many pages, made beside the web server; it goes a day later."""

    __tablename__ = "print_job"

    id: Mapped[Key]
    asked_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    actor: Mapped[Name]
    fields: Mapped[Document]
    """What the form of the print room asked for."""
    is_split: Mapped[bool]
    """Whether each department gets a file of its own, in a ZIP."""
    count: Mapped[int]
    """Of codes."""
    done_count: Mapped[int]
    """For how many codes the work is done; of drawing and setting, which take their parts of it."""
    state: Mapped[JobState] = mapped_column(one_of(JobState))
    refused: Mapped[LongText]
    """Why it failed, as JSON: the problem's code and its values."""
    file: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
