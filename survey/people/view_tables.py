"""The table of saved views: what somebody chose on a list, under a name."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Code, Key, LongText, Moment, Name


class SavedView(Base):
    """A filter, an order and columns of one list, as its address says them; one's own and nobody else's."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "kind", "name"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[Code]
    name: Mapped[Name]
    query: Mapped[LongText]
    saved_at: Mapped[Moment]
