"""The tables of what the media say."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Key, LongText, Moment, Name, one_of
from survey.register.tables import Project


class MediaKind(StrEnum):
    PRESS = "press"
    BROADCAST = "broadcast"
    ONLINE = "online"
    SELF_MEDIA = "self_media"


class Tone(StrEnum):
    """How a report speaks; praise is logged and earns no points."""

    PRAISE = "praise"
    NEUTRAL = "neutral"
    CRITICAL = "critical"


class MediaDay(Base):
    """A day on which the media were shown projects (媒体开放日)."""

    __tablename__ = "media_day"

    id: Mapped[Key]
    name: Mapped[Name]
    place: Mapped[Name]
    held_on: Mapped[date]
    outlets: Mapped[LongText]
    """Who came, as the office wrote it down."""
    noted_by: Mapped[Name]
    noted_at: Mapped[Moment]


class MediaDayProject(Base):
    """That a project was shown on a media day."""

    __tablename__ = "media_day_project"

    media_day_id: Mapped[int] = mapped_column(ForeignKey("media_day.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)


class Figure(StrEnum):
    """What districts publish and can be laid beside ours, in percent."""

    SATISFIED = "satisfied"
    COMPLETED = "completed"
    FIXED = "fixed"


class PeerFigure(Base):
    """A figure that another district published, with its source; only ever added to."""

    __tablename__ = "peer_figure"
    __table_args__ = (CheckConstraint("percent >= 0 AND percent <= 100", name="percent_in_range"),)

    id: Mapped[Key]
    district: Mapped[Name]
    figure: Mapped[Figure] = mapped_column(one_of(Figure))
    percent: Mapped[float]
    period: Mapped[Code]
    source: Mapped[Name]
    link: Mapped[str] = mapped_column(String(500))
    noted_by: Mapped[Name]
    noted_at: Mapped[Moment]


class MediaReport(Base):
    """One report (媒体报道) in a newspaper, on air, online or by self-media."""

    __tablename__ = "media_report"

    id: Mapped[Key]
    outlet: Mapped[Name]
    kind: Mapped[MediaKind] = mapped_column(one_of(MediaKind))
    published_on: Mapped[date] = mapped_column(index=True)
    title: Mapped[Name]
    link: Mapped[str] = mapped_column(String(500), default="")
    link_key: Mapped[str | None] = mapped_column(String(500), unique=True)
    """The link without what differs between two copies of it, so that no report is logged twice."""
    tone: Mapped[Tone] = mapped_column(one_of(Tone))
    suggestion: Mapped[LongText] = mapped_column(default="")
    action: Mapped[LongText] = mapped_column(default="")
    """What was done about the suggestion; empty while nothing was."""
    action_by: Mapped[Name] = mapped_column(default="")
    action_at: Mapped[Moment | None]
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    """The project that it is about; None when it speaks of the programme."""
    logged_by: Mapped[Name]
    logged_at: Mapped[Moment]

    project: Mapped[Project | None] = relationship(lazy="raise_on_sql")
