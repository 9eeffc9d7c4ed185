"""The short code on a receipt (回执), by which a person finds an answer again."""

import re
import secrets
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Submission
from survey.register.codes import ALPHABET, LOOKALIKES

LENGTH = 10


def mint() -> str:
    """Make a receipt code: 50 random bits, enough that nobody finds another person's by trying."""
    bits = secrets.randbits(5 * LENGTH)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))


def normalise(typed: str) -> str:
    """Read a receipt code as a person typed it."""
    return re.sub(r"[\s\-–—]", "", typed.translate(LOOKALIKES).upper().translate(LOOKALIKES))


def shown(receipt: str) -> str:
    """The code as it is printed, in two groups of five."""
    return f"{receipt[:5]}-{receipt[5:]}"


def submission_of(session: Session, typed: str) -> Submission:
    """Find the submission of a receipt; raises UnknownReceipt."""
    found = session.scalar(select(Submission).where(Submission.receipt == normalise(typed)[: LENGTH + 1]))
    if found is None:
        raise problems.UnknownReceipt()
    return found


def of_submission(session: Session, project_id: int, submission_id: UUID) -> str | None:
    """The receipt of a submission that is stored; None when it is not."""
    return session.scalar(
        select(Submission.receipt).where(Submission.project_id == project_id, Submission.id == submission_id)
    )


def took_place(session: Session, submission: Submission) -> bool:
    """Whether this submission took the place of an earlier one from the same device."""
    if submission.device_mark is None:
        return False
    earlier = (
        select(Submission.id)
        .where(Submission.project_id == submission.project_id, Submission.device_mark == submission.device_mark)
        .where(Submission.superseded_at.is_not(None), Submission.id != submission.id)
        .limit(1)
    )
    return session.scalar(earlier) is not None
