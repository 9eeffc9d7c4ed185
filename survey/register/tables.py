"""The register's tables."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Key, LongText, Moment, Name, one_of


class ProjectState(StrEnum):
    """Where a project stands: 未启动, 推进中, 滞后, 已办结."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    LATE = "late"
    COMPLETED = "completed"


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


class Department(Base):
    __tablename__ = "department"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)
    code: Mapped[Code | None] = mapped_column(unique=True)


class Category(Base):
    __tablename__ = "category"

    id: Mapped[Key]
    name: Mapped[Name] = mapped_column(unique=True)


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
    target: Mapped[LongText] = mapped_column(default="")
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]
    state: Mapped[ProjectState] = mapped_column(
        one_of(ProjectState),
        default=ProjectState.NOT_STARTED,
    )
    created_at: Mapped[Moment]
    changed_at: Mapped[Moment]

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


class SiteCode(Base):
    """A printed code that leads to a site; at most one per site is not revoked (register/codes.py keeps it so)."""

    __tablename__ = "site_code"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    issued_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]
    revocation_reason: Mapped[RevocationReason | None] = mapped_column(one_of(RevocationReason))

    site: Mapped[Site] = relationship(back_populates="codes", lazy="raise_on_sql")
