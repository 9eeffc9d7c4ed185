"""The tables of what was printed."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Code, Key, Moment, Name


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
