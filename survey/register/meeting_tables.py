"""The tables of dispatch meetings (调度会): what was said about progress, and who has to do what by when."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Key, LongText, Moment, Name
from survey.register.tables import Department, Project


class Meeting(Base):
    """A dispatch meeting of the leading-group office."""

    __tablename__ = "meeting"

    id: Mapped[Key]
    name: Mapped[Name]
    place: Mapped[Name]
    held_on: Mapped[date]
    attended: Mapped[LongText]
    """Who was there, as the office writes it."""
    agenda: Mapped[LongText]
    minutes: Mapped[LongText] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)
    """Counts the edits of the minutes, so that a second editor who saw an older version is told."""
    noted_by: Mapped[Name]
    noted_at: Mapped[Moment]


class FollowUp(Base):
    """What one department has to do after a meeting (交办事项), until when, and what came of it."""

    __tablename__ = "follow_up"
    __table_args__ = (CheckConstraint("(done_on IS NULL) = (outcome = '')", name="done_with_an_outcome"),)

    id: Mapped[Key]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    owner: Mapped[Name]
    """The person who answers for it; empty for the department as a whole."""
    text: Mapped[LongText]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    outcome: Mapped[LongText] = mapped_column(default="")
    done_by: Mapped[Name] = mapped_column(default="")

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")
    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    project: Mapped[Project | None] = relationship(lazy="raise_on_sql")
