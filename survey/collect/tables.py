"""The tables of what comes in. Every hot query names one project, so `project_id` can be a distribution column."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, ColumnElement, ForeignKey, ForeignKeyConstraint, Index, String, and_, text
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Hash, Key, LongText, Moment, Name, one_of
from survey.questionnaires.tables import Audience


class Channel(StrEnum):
    """How an answer reached us."""

    SITE = "site"
    EVENT = "event"
    KIOSK = "kiosk"
    PAPER = "paper"
    INTERVIEWER = "interviewer"


class VisitKind(StrEnum):
    """集中查访 or 不定期暗访."""

    ANNOUNCED = "announced"
    UNANNOUNCED = "unannounced"


class Period(Base):
    """A stretch of days whose answers belong together, usually a year; answers are taken while one is open."""

    __tablename__ = "period"
    __table_args__ = (CheckConstraint("opens_on <= closes_on", name="opens_before_it_closes"),)

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    closed_at: Mapped[Moment | None]
    """When the office ended it early."""


class Submission(Base):
    """One filled questionnaire (一份答卷), a resident's or a deputy's. Rows are added, never edited or deleted."""

    __tablename__ = "submission"
    __table_args__ = (
        Index(
            "ix_submission_of_project",
            *("project_id", "audience", "received_at", "channel", "visit_kind", "superseded_at", "set_aside_at"),
        ),
        Index(None, "device_mark"),
        Index(
            "ix_submission_of_version",
            *("version_id", "received_at", "project_id", "superseded_at", "set_aside_at", "channel"),
        ),
        CheckConstraint("(audience = 'deputy') = (deputy_id IS NOT NULL)", name="deputy_named"),
        CheckConstraint("(audience = 'deputy') = (visit_kind IS NOT NULL)", name="visit_kind_named"),
        CheckConstraint("score IS NULL OR (score >= 0 AND score <= 100)", name="score_in_range"),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Minted before the first answer, by the server's page or by the phone; one arrival or ten, one row."""
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    audience: Mapped[Audience] = mapped_column(one_of(Audience))
    channel: Mapped[Channel] = mapped_column(one_of(Channel))
    language: Mapped[str] = mapped_column(String(8))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    content_hash: Mapped[Hash]
    receipt: Mapped[str] = mapped_column(String(10), unique=True)
    received_at: Mapped[Moment]
    answered_at: Mapped[Moment | None]
    """What the phone's clock claimed."""
    device_mark: Mapped[str | None] = mapped_column(String(32))
    """A day's keyed hash of a random value in the browser; cannot be linked over days or projects."""
    superseded_at: Mapped[Moment | None]
    """When a later answer from the same phone took this one's place in the counts; the row stays."""
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"), index=True)
    visit_kind: Mapped[VisitKind | None] = mapped_column(one_of(VisitKind))
    score: Mapped[float | None]
    """A deputy's marks in percent of the full marks that applied."""
    set_aside_at: Mapped[Moment | None]
    """When the office took it out of the counts as suspect; the row stays, and undoing that counts it again."""
    seconds: Mapped[int | None]
    """How long the page was open before it was sent, as the phone says; at least as long as filling it took."""
    photo_count: Mapped[int] = mapped_column(server_default="0")
    """How many photos the phone said that it would send afterwards."""


def counting() -> ColumnElement[bool]:
    """Whether a submission counts: nothing took its place, and nobody set it aside."""
    return and_(Submission.superseded_at.is_(None), Submission.set_aside_at.is_(None))


class Correction(Base):
    """That a deputy's sheet corrects an earlier one of the same visit and site, and why; both rows stay."""

    __tablename__ = "correction"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
        ForeignKeyConstraint(["project_id", "corrects_id"], ["submission.project_id", "submission.id"]),
        CheckConstraint("reason <> ''", name="reason_given"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    corrects_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(200))


class Near(StrEnum):
    """Whether a phone said that it was near the site."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Nearness(Base):
    """That a deputy let the phone say whether the site was near; where the phone was, never left it (decision 0012)."""

    __tablename__ = "nearness"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    near: Mapped[Near] = mapped_column(one_of(Near))
    accuracy_m: Mapped[int | None]
    """How exactly the phone knew where it was, in metres; None when it did not find out."""


class Photo(Base):
    """A photo as it is kept, whatever it belongs to: a JPEG in SURVEY_DATA/photos, named after its hash."""

    __tablename__ = "photo"

    sha256: Mapped[Hash] = mapped_column(primary_key=True)
    width: Mapped[int]
    height: Mapped[int]
    byte_count: Mapped[int]
    stored_at: Mapped[Moment]


class SubmissionPhoto(Base):
    """That a photo belongs to a submission; the hash of what the phone sent makes its second arrival the same."""

    __tablename__ = "submission_photo"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    sent_sha256: Mapped[Hash] = mapped_column(primary_key=True)
    photo_sha256: Mapped[Hash] = mapped_column(ForeignKey("photo.sha256"), index=True)
    received_at: Mapped[Moment]


class Tally(Base):
    """How often an option was chosen, kept in the same transaction as the submissions it counts."""

    __tablename__ = "tally"
    __table_args__ = (
        Index(
            "ix_tally_overall",
            *("project_id", "day", "channel", "option", "count"),
            sqlite_where=text("question = 'overall'"),
            postgresql_where=text("question = 'overall'"),
        ),
    )

    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    option: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=0, server_default="0")
    """The questionnaire version that was answered; 0 where counts were kept before versions were told apart."""
    count: Mapped[int]


class DayKey(Base):
    """The key of a day's device marks; destroyed when the day is over, so that marks mean nothing afterwards."""

    __tablename__ = "day_key"

    day: Mapped[date] = mapped_column(primary_key=True)
    key: Mapped[Hash]


class Event(Base):
    """A day on which residents answer about several projects in one place (活动)."""

    __tablename__ = "event"

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[Name]
    place: Mapped[Name]
    held_on: Mapped[date]
    created_at: Mapped[Moment]
    questionnaire: Mapped[Name] = mapped_column(default="", server_default="")
    """What residents are asked at this event instead of each project's own; empty means its own."""


class EventSite(Base):
    """A site whose project is on show at an event."""

    __tablename__ = "event_site"

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True, index=True)


class Ticket(Base):
    """A printed code for one person at one event: on a shared tablet everybody counts once, without a name."""

    __tablename__ = "ticket"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    issued_at: Mapped[Moment]


class AppComplaint(Base):
    """What somebody says of this app itself; nothing is kept about who says it."""

    __tablename__ = "app_complaint"

    id: Mapped[Key]
    received_at: Mapped[Moment]
    text: Mapped[LongText]
    settled_at: Mapped[Moment | None]
    settled_by: Mapped[Name] = mapped_column(default="")
    done: Mapped[LongText] = mapped_column(default="")
    """What was done about it."""


class Kiosk(Base):
    """The PIN by which staff pin tablets to an event or a site, so that people answer on them one after the other."""

    __tablename__ = "kiosk"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    """The code of the event or the site."""
    salt: Mapped[str] = mapped_column(String(32))
    pin_hash: Mapped[Hash]
    made_at: Mapped[Moment]
    wrong_count: Mapped[int] = mapped_column(server_default="0")
    """Wrong PINs since the last right one."""
    wrong_at: Mapped[Moment | None]


class Interview(Base):
    """That a member of staff filled in a submission with somebody; of whom, nobody knows."""

    __tablename__ = "interview"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
        Index(None, "day", "account_id"),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    day: Mapped[date]
    """The day in the district on which it arrived."""


class PaperSheet(Base):
    """A numbered questionnaire on paper; it is keyed in once, or twice where the office compares two keyings."""

    __tablename__ = "paper_sheet"

    number: Mapped[Key]
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    code: Mapped[str] = mapped_column(String(8), index=True)
    """The code of the site that it was printed for."""
    language: Mapped[str] = mapped_column(String(8))
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    """The period in which it was printed, the only one in which it counts."""
    printed_at: Mapped[Moment]
    submission_id: Mapped[UUID]
    """The id under which its answers are stored, however often they are keyed."""
    first_answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What the first of two keyings said; forgotten once the sheet is stored."""
    keyed_by: Mapped[Name] = mapped_column(default="")
    keyed_at: Mapped[Moment | None]
    """When it was stored."""
