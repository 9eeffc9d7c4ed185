"""The table of walls: screens that show the district's figures without anybody's account."""

from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Hash, Key, Moment, Name


class Wall(Base):
    """A screen that opens by a link of its own; only the hash of the link's secret is kept."""

    __tablename__ = "wall"

    id: Mapped[Key]
    name: Mapped[Name]
    secret_hash: Mapped[Hash] = mapped_column(unique=True)
    has_voices: Mapped[bool]
    """Whether residents' newest words are shown there, masked."""
    made_by: Mapped[Name]
    made_at: Mapped[Moment]
    seen_at: Mapped[Moment | None]
    revoked_at: Mapped[Moment | None]
