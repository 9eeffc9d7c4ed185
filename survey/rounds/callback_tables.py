"""The tables of call-backs (回访): who besides the office was asked to call, and what came of each call."""

from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey.database import Base, Key, LongText, Moment, Name, one_of
from survey.people.tables import Account


class Outcome(StrEnum):
    """What came of a call."""

    JUDGED = "judged"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"


class Callback(Base):
    """That a member of staff was asked to call back about a finding; nobody else but the office opens its numbers."""

    __tablename__ = "callback"

    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    given_at: Mapped[Moment]

    account: Mapped[Account] = relationship(lazy="raise_on_sql")


class Call(Base):
    """One call, or one try."""

    __tablename__ = "phone_call"

    id: Mapped[Key]
    finding_id: Mapped[int] = mapped_column(ForeignKey("finding.id"), index=True)
    round: Mapped[int]
    at: Mapped[Moment]
    caller: Mapped[Name]
    outcome: Mapped[Outcome] = mapped_column(one_of(Outcome))
    note: Mapped[LongText] = mapped_column(default="")
