"""The tables of what was published. A published card never changes; a correction is a new edition."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Document, Hash, Key, Moment, Name


class Publication(Base):
    """One edition of a period's scorecards: the frozen k and m, and a hash over all its cards."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("period_id", "edition"),)

    id: Mapped[Key]
    period_id: Mapped[int] = mapped_column(ForeignKey("period.id"))
    edition: Mapped[int]
    published_at: Mapped[Moment]
    published_by: Mapped[Name]
    note: Mapped[Name] = mapped_column(default="")
    k: Mapped[float]
    m: Mapped[float]
    content_hash: Mapped[Hash]


class PublishedCard(Base):
    """A project's scorecard as it was published."""

    __tablename__ = "published_card"

    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"), primary_key=True)
    content: Mapped[Document]
    content_hash: Mapped[Hash]

    publication: Mapped[Publication] = relationship(lazy="raise_on_sql")
