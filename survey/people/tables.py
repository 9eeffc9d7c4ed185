"""The tables of people who work with the product; residents are in none of them."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Document, Hash, Key, LongText, Moment, Name, one_of


class Role(StrEnum):
    OFFICE = "office"
    PRIVACY_OFFICER = "privacy_officer"
    DEPARTMENT = "department"
    INTERVIEWER = "interviewer"
    LEADER = "leader"
    VIEWER = "viewer"


class Body(StrEnum):
    """The body that a deputy sits in: 人大 or 政协."""

    CONGRESS = "congress"
    CPPCC = "cppcc"


class Account(Base):
    """A member of staff. Without a password hash the account can only be opened by a one-time link."""

    __tablename__ = "account"

    id: Mapped[Key]
    login: Mapped[Name] = mapped_column(unique=True)
    name: Mapped[Name]
    role: Mapped[Role] = mapped_column(one_of(Role))
    department: Mapped[Name] = mapped_column(default="")
    """The one department that an account of role `department` is bound to."""
    password_hash: Mapped[str | None] = mapped_column(String(200))
    failed_count: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[Moment | None]
    second_factor_salt: Mapped[Code | None]
    """What the second factor's secret follows from; None while the account has none."""
    second_factor_step: Mapped[int | None]
    """The time step of the last code that was used, so that none works twice."""
    created_at: Mapped[Moment]
    disabled_at: Mapped[Moment | None]
    notice_addresses: Mapped[LongText | None]
    """Where notices go beside the app: Apprise addresses with spaces between them."""


class SignInLink(Base):
    """A link that opens an account once and lets its owner set a password; only the hash of its secret is kept."""

    __tablename__ = "sign_in_link"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    secret_hash: Mapped[Hash] = mapped_column(unique=True)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class Deputy(Base):
    """A deputy of the People's Congress or a member of the CPPCC (代表委员)."""

    __tablename__ = "deputy"

    id: Mapped[Key]
    number: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Name]
    body: Mapped[Body] = mapped_column(one_of(Body))
    trade: Mapped[Name] = mapped_column(default="")
    employer: Mapped[Name] = mapped_column(default="")
    ties: Mapped[Name] = mapped_column(default="", server_default="")
    """Companies beside the employer whose contracts this deputy does not judge, with 、 between them."""
    created_at: Mapped[Moment]
    left_at: Mapped[Moment | None]
    """From when the deputy is no longer in office: no pass, no visit, no verdict; what was said stays."""

    passes: Mapped[list["Pass"]] = relationship(
        back_populates="deputy", order_by="Pass.issued_at", lazy="raise_on_sql", cascade="save-update, merge"
    )


class DeclaredTie(Base):
    """That a deputy declared a company or a department which he must not judge; kept when it has ended."""

    __tablename__ = "declared_tie"

    id: Mapped[Key]
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), index=True)
    name: Mapped[Name]
    declared_at: Mapped[Moment]
    ended_at: Mapped[Moment | None]


class Pass(Base):
    """A deputy's pass (通行证): a random 128-bit secret of which only the hash is kept, bound to the first phone."""

    __tablename__ = "deputy_pass"

    id: Mapped[Key]
    deputy_id: Mapped[int] = mapped_column(ForeignKey("deputy.id"), index=True)
    secret_hash: Mapped[Hash] = mapped_column(unique=True)
    issued_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    bound_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]

    deputy: Mapped[Deputy] = relationship(back_populates="passes", lazy="raise_on_sql")


class BrowserSession(Base):
    """One signed-in browser, of an account or of a pass; the cookie holds a secret, the table its hash."""

    __tablename__ = "browser_session"
    __table_args__ = (CheckConstraint("(account_id IS NULL) <> (pass_id IS NULL)", name="one_owner"),)

    id: Mapped[Key]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    pass_id: Mapped[int | None] = mapped_column(ForeignKey("deputy_pass.id"), index=True)
    secret_hash: Mapped[Hash] = mapped_column(unique=True)
    agent: Mapped[Name] = mapped_column(default="")
    created_at: Mapped[Moment]
    seen_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]

    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    pass_: Mapped[Pass | None] = relationship(lazy="raise_on_sql")


class AuditEntry(Base):
    """One staff act. Each entry's hash covers the entry and the hash before it, so that a change shows."""

    __tablename__ = "audit_entry"

    id: Mapped[Key]
    at: Mapped[Moment]
    actor: Mapped[Name]
    act: Mapped[Code]
    subject: Mapped[Name] = mapped_column(default="")
    detail: Mapped[Document]
    previous_hash: Mapped[Hash] = mapped_column(unique=True)
    """Unique, so that two entries can never claim the same place in the chain."""
    hash: Mapped[Hash] = mapped_column(unique=True)


class Notice(Base):
    """Something that somebody should know: shown in the app, and sent once a day to their addresses.

    It is for a member of staff, or for a department of which nobody has an account.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("account_id", "key"),
        UniqueConstraint("department", "key"),
        CheckConstraint("(account_id IS NULL) <> (department IS NULL)", name="for_one"),
    )

    id: Mapped[Key]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    department: Mapped[Name | None]
    """The department's name, as accounts have it."""
    key: Mapped[Name]
    """What it is about, such as `finding-late 7K3Q9XWM 2026-11-24`; the same is told once."""
    at: Mapped[Moment]
    sentence: Mapped[Name]
    """An English sentence of the catalogue, with places in braces."""
    values: Mapped[Document]
    path: Mapped[Name]
    """Where to act, an address of ours."""
    read_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
