"""The tables of hearings (恳谈会) and of visits to enterprises: who was heard, what was said, what became of it."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Key, LongText, Moment, Name, one_of
from survey.register.tables import Project
from survey.rounds.tables import Finding


class HearingKind(StrEnum):
    """民情恳谈会, or a visit to an enterprise by a guidance group."""

    HEARING = "hearing"
    ENTERPRISE = "enterprise"


class Hearing(Base):
    """People heard in one place on one day; nobody's name is kept."""

    __tablename__ = "hearing"
    __table_args__ = (CheckConstraint("attendance_count >= 0", name="attendance_is_a_count"),)

    id: Mapped[Key]
    kind: Mapped[HearingKind] = mapped_column(one_of(HearingKind))
    name: Mapped[Name]
    place: Mapped[Name]
    held_on: Mapped[date]
    agenda: Mapped[LongText]
    attendance_count: Mapped[int]
    noted_by: Mapped[Name]
    noted_at: Mapped[Moment]


class Opinion(Base):
    """Something that was said at a hearing, or a demand of an enterprise; about a project it can become a finding."""

    __tablename__ = "opinion"

    id: Mapped[Key]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    text: Mapped[LongText]
    finding_id: Mapped[int | None] = mapped_column(ForeignKey("finding.id"))
    taken_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    settled_on: Mapped[date | None]
    outcome: Mapped[LongText] = mapped_column(default="")
    """What was said to who said it, the last of it last."""

    hearing: Mapped[Hearing] = relationship(lazy="raise_on_sql")
    project: Mapped[Project | None] = relationship(lazy="raise_on_sql")
    finding: Mapped[Finding | None] = relationship(lazy="raise_on_sql")
