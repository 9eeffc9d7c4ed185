"""The table of contacts: apart from everything else, so that it can be guarded, searched and emptied by itself."""

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from survey.database import Base, Hash, Moment


class Contact(Base):
    """The phone number of a resident who asked to be called back about a submission; only its seal is kept."""

    __tablename__ = "contact"
    __table_args__ = (
        ForeignKeyConstraint(["project_id", "submission_id"], ["submission.project_id", "submission.id"]),
    )

    project_id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[UUID] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    """A nonce of 12 bytes, then the number under AES-256-GCM, bound to its submission."""
    mark: Mapped[Hash] = mapped_column(index=True)
    """A keyed hash of the number, so that everything about one number is found without opening any other."""
    left_at: Mapped[Moment]
