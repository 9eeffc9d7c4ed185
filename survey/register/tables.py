"""The register's tables."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Key, LongText, Moment, Name, one_of


class ProjectState(StrEnum):
    """Where a project stands: 未启动, 推进中, 滞后, 已办结, 已取消."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    LATE = "late"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


ENDED = (ProjectState.COMPLETED, ProjectState.CANCELLED)
"""States in which nothing is due any more; only the first of them is a promise kept."""


class RevocationReason(StrEnum):
    """Why a printed code no longer counts: it was reprinted (still leads to its site) or abused (leads nowhere)."""

    REISSUED = "reissued"
    ABUSE = "abuse"


class District(Base):
    """The one district that this deployment serves."""

    __tablename__ = "district"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[Key]
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    public_url: Mapped[Name] = mapped_column(default="")
    complaint_line: Mapped[Name] = mapped_column(default="")
    publication_minimum: Mapped[int] = mapped_column(default=10)
    colour: Mapped[Code] = mapped_column(default="")
    """Of what is printed, as #rrggbb; empty is black."""
    logo: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """On what is printed, a PNG of at most 800 pixels."""


class Department(Base):
    __tablename__ = "department"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    code: Mapped[Code | None] = mapped_column(unique=True)
    notice_addresses: Mapped[LongText | None]
    """Where the department's digest goes besides its people: Apprise addresses with spaces between them."""
    notices_sent_at: Mapped[Moment | None]
    """When its last digest went there."""
    merged_at: Mapped[Moment | None]
    """When it became a part of another one; the row stays, because what it did keeps its name."""


class Category(Base):
    __tablename__ = "category"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    formerly: Mapped[LongText] = mapped_column(default="", server_default="")
    """The names by which questionnaires may still know it, one a line."""

    @property
    def known_as(self) -> str:
        """All its names, the present one first, one a line."""
        return f"{self.name}\n{self.formerly}" if self.formerly else self.name


class NameKind(StrEnum):
    """What the office names: 类别, 批次, 受益群体, 部门. The values are columns of a project."""

    CATEGORY = "category"
    BATCH = "batch"
    BENEFICIARY_GROUP = "beneficiary_group"
    DEPARTMENT = "department"


class OfferedName(Base):
    """A batch or a beneficiary group that the office offers, whether or not a project has it yet."""

    __tablename__ = "offered_name"
    __table_args__ = (UniqueConstraint("kind", "name"),)

    id: Mapped[Key]
    kind: Mapped[NameKind] = mapped_column(one_of(NameKind))
    name: Mapped[Name]


class FormerName(Base):
    """A name that something had until the office renamed or merged it; imports go on understanding it."""

    __tablename__ = "former_name"
    __table_args__ = (Index(None, "kind", "name"),)

    id: Mapped[Key]
    kind: Mapped[NameKind] = mapped_column(one_of(NameKind))
    owner_id: Mapped[int | None]
    """The key of the department or category that had it; batches and groups are names and nothing else."""
    name: Mapped[Name]
    means: Mapped[Name]
    """The name that stands for it now."""
    until: Mapped[Moment]
    who: Mapped[Name]


class Project(Base):
    """A practical public project (实事项目) and its promise."""

    __tablename__ = "project"

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    category_id: Mapped[int] = mapped_column(ForeignKey("category.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    batch: Mapped[Name] = mapped_column(default="")
    origin: Mapped[Name] = mapped_column(default="")
    beneficiary_group: Mapped[Name] = mapped_column(default="")
    sponsor: Mapped[Name] = mapped_column(default="")
    owner: Mapped[Name] = mapped_column(default="")
    contractor: Mapped[Name] = mapped_column(default="", server_default="")
    """Who builds or runs it for the department; several with 、 between them."""
    target: Mapped[LongText] = mapped_column(default="")
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[ProjectState] = mapped_column(
        one_of(ProjectState),
        default=ProjectState.NOT_STARTED,
    )
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"), index=True)
    """The project for which this one counts on scorecards since the office merged the two."""
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]
    version: Mapped[int] = mapped_column(default=1)
    """Counts the edits, so that a second editor who saw an older version is told."""

    category: Mapped[Category] = relationship(lazy="raise_on_sql")
    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    sites: Mapped[list["Site"]] = relationship(
        back_populates="project", order_by="Site.position", lazy="raise_on_sql", cascade="save-update, merge"
    )


class Site(Base):
    """A place (点位) where a project can be seen; every project has at least one."""

    __tablename__ = "site"
    __table_args__ = (UniqueConstraint("project_id", "name"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    name: Mapped[Name]
    address: Mapped[Name] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[Moment | None]
    """When the register stopped naming this site; its answers and codes stay."""

    project: Mapped[Project] = relationship(back_populates="sites", lazy="raise_on_sql")
    codes: Mapped[list["SiteCode"]] = relationship(
        back_populates="site", order_by="SiteCode.issued_at", lazy="raise_on_sql", cascade="save-update, merge"
    )
    at: Mapped["SitePosition | None"] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")


class Datum(StrEnum):
    """In which system coordinates were given: GPS's own, or those of Chinese maps (Amap and Tencent, Baidu)."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


class SitePosition(Base):
    """Where a site is, in WGS-84 degrees, and in which system the office gave it; a site without one has no row."""

    __tablename__ = "site_position"
    __table_args__ = (
        CheckConstraint("latitude BETWEEN -90 AND 90", name="latitude_on_earth"),
        CheckConstraint("longitude BETWEEN -180 AND 180", name="longitude_on_earth"),
    )

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
    given_in: Mapped[Datum] = mapped_column(one_of(Datum))

    @property
    def degrees(self) -> tuple[float, float]:
        return self.latitude, self.longitude


class SiteCode(Base):
    """A printed code that leads to a site; at most one per site is not revoked (register/codes.py keeps it so)."""

    __tablename__ = "site_code"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    issued_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    revocation_reason: Mapped[RevocationReason | None] = mapped_column(one_of(RevocationReason))

    site: Mapped[Site] = relationship(back_populates="codes", lazy="raise_on_sql")


class Change(Base):
    """One column of a project that was changed: a promise that is quietly lowered stays visible."""

    __tablename__ = "project_change"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    version: Mapped[int]
    """The project's version that this change led to."""
    column: Mapped[Code]
    old: Mapped[LongText]
    new: Mapped[LongText]
    reason: Mapped[LongText]
    who: Mapped[Name]
    at: Mapped[Moment]


class ProposalState(StrEnum):
    """What became of a department's proposal."""

    PROPOSED = "proposed"
    ASKED_BACK = "asked_back"
    ACCEPTED = "accepted"
    MERGED = "merged"
    DECLINED = "declined"


class Proposal(Base):
    """A project that a department proposes for the list; the office decides."""

    __tablename__ = "proposal"

    id: Mapped[Key]
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[Name]
    category: Mapped[Name]
    beneficiary_group: Mapped[Name]
    origin: Mapped[Name]
    target: Mapped[LongText]
    site: Mapped[Name]
    """The sites, one a line; `address` is of all of them, or has a line for each."""
    address: Mapped[Name]
    coordinates: Mapped[LongText] = mapped_column(default="", server_default="")
    """In WGS-84 degrees, a line for each site or one for all; empty where nobody said."""
    given_in: Mapped[Datum] = mapped_column(one_of(Datum), default=Datum.WGS84, server_default=Datum.WGS84.value)
    """The system in which they were given."""
    owner: Mapped[Name]
    starts_on: Mapped[date | None]
    due_on: Mapped[date]
    state: Mapped[ProposalState] = mapped_column(one_of(ProposalState))
    proposed_at: Mapped[Moment]
    proposed_by: Mapped[Name]
    decided_at: Mapped[Moment | None]
    decided_by: Mapped[Name] = mapped_column(default="")
    note: Mapped[LongText] = mapped_column(default="")
    """What the office asked or why it declined."""
    project_id: Mapped[int | None] = mapped_column(ForeignKey("project.id"))
    """The project that it became or was merged into."""

    department: Mapped[Department] = relationship(lazy="raise_on_sql")
    project: Mapped[Project | None] = relationship(lazy="raise_on_sql")


class Milestone(Base):
    """A step with a date (节点); done once the department says so and shows by what."""

    __tablename__ = "milestone"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    name: Mapped[Name]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    proof: Mapped[LongText] = mapped_column(default="")
    """What shows that it is done: a document's number, a page, a figure."""
    claimed_by: Mapped[Name] = mapped_column(default="")
    claimed_at: Mapped[Moment | None]


class ProgressNote(Base):
    """What a department says about a project's progress (推进记录); never changed, only added to."""

    __tablename__ = "progress_note"

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), index=True)
    at: Mapped[Moment]
    who: Mapped[Name]
    on_schedule: Mapped[bool]
    text: Mapped[LongText]


class SelfEvaluation(Base):
    """A department's own marks on the deputies' scale (自评), one a month, with its analysis."""

    __tablename__ = "self_evaluation"
    __table_args__ = (UniqueConstraint("project_id", "month"),)

    id: Mapped[Key]
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    month: Mapped[str] = mapped_column(String(7))
    """Such as 2026-11."""
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    marks: Mapped[dict[str, Any]] = mapped_column(JSON)
    score: Mapped[float | None]
    """0–100; None when too few items apply."""
    analysis: Mapped[LongText]
    who: Mapped[Name]
    at: Mapped[Moment]


class Rule(Base):
    """A number of the programme that the office has set otherwise than what ships (survey/register/rules.py)."""

    __tablename__ = "rule"

    name: Mapped[Code] = mapped_column(primary_key=True)
    value: Mapped[int]
