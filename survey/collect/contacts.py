"""Phone numbers of residents who ask to be called back: apart from the answers, sealed, opened only by a recorded act.

The keys follow from the deployment's secret, which is not in the database: whoever gets hold of the database alone
reads no number. Each number is bound to its submission, so that it cannot be moved to another one unnoticed.
"""

import hmac
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.contact_tables import Contact
from survey.collect.tables import Submission
from survey.people import audit
from survey.questionnaires.tables import Audience

REGION = "CN"
"""Where a number without a country's code is from."""
NONCE = 12


def normalise(typed: str) -> str:
    """A phone number as it is dialled from anywhere (E.164); raises UnreadableNumber for what is none."""
    import phonenumbers

    try:
        number = phonenumbers.parse(typed[:40], REGION)
    except phonenumbers.NumberParseException:
        raise problems.UnreadableNumber() from None
    if not phonenumbers.is_valid_number(number):
        raise problems.UnreadableNumber()
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def leave(session: Session, submission: Submission, typed: str, key: str, now: datetime) -> Contact:
    """Keep the number for a resident's submission, in place of one left before.

    `key` is the deployment's secret. Raises UnreadableNumber, and NotFound for a deputy's sheet.
    """
    if submission.audience is not Audience.RESIDENT:
        raise problems.NotFound()
    number = normalise(typed)
    contact = session.merge(
        Contact(
            project_id=submission.project_id,
            submission_id=submission.id,
            sealed=_seal(number, submission.id, key),
            mark=mark_of(number, key),
            left_at=now,
        )
    )
    session.flush()
    return contact


def open_(session: Session, contact: Contact, key: str, *, actor: str, about: str, now: datetime) -> str:
    """The number, for whoever calls; that `actor` opened it, and about what, is in the audit log, the number never.

    Raises SealBroken when the secret is another one or the row was tampered with.
    """
    nonce, sealed = contact.sealed[:NONCE], contact.sealed[NONCE:]
    try:
        number = _sealer(key).decrypt(nonce, sealed, contact.submission_id.bytes).decode()
    except InvalidTag:
        raise problems.SealBroken() from None
    audit.record(session, actor, "contact_opened", about, now)
    return number


def shown(number: str) -> str:
    """A number as people read it: one of REGION without the country's code."""
    import phonenumbers

    found, form = phonenumbers.parse(number), phonenumbers.PhoneNumberFormat
    at_home = phonenumbers.region_code_for_number(found) == REGION
    return phonenumbers.format_number(found, form.NATIONAL if at_home else form.INTERNATIONAL)


def of_submission(session: Session, submission: Submission) -> Contact | None:
    """The contact that was left with a submission."""
    return session.get(Contact, (submission.project_id, submission.id))


def of_submissions(session: Session, submission_ids: Iterable[UUID]) -> Sequence[Contact]:
    """The contacts that were left with some submissions, the oldest first."""
    left = select(Contact).where(Contact.submission_id.in_(list(submission_ids)))
    return session.scalars(left.order_by(Contact.left_at, Contact.submission_id)).all()


def of_number(session: Session, typed: str, key: str) -> Sequence[Contact]:
    """Every contact with this number, the oldest first; raises UnreadableNumber."""
    same = Contact.mark == mark_of(normalise(typed), key)
    return session.scalars(select(Contact).where(same).order_by(Contact.left_at)).all()


def count(session: Session) -> int:
    """How many numbers are kept."""
    return session.scalar(select(func.count()).select_from(Contact)) or 0


def forget(session: Session, contacts: Iterable[Contact], actor: str, now: datetime) -> int:
    """Delete contacts for good; gives how many. The audit log keeps that number, and nothing of whose they were."""
    gone = [(contact.project_id, contact.submission_id) for contact in contacts]
    for project_id, submission_id in gone:
        one = (Contact.project_id == project_id, Contact.submission_id == submission_id)
        session.execute(delete(Contact).where(*one))
    if gone:
        audit.record(session, actor, "contacts_deleted", str(len(gone)), now)
    return len(gone)


def mark_of(number: str, key: str) -> str:
    """The keyed hash by which a normalised number is found again."""
    return hmac.digest(_key(key, "marks"), number.encode(), "sha256").hex()


def _seal(number: str, submission_id: UUID, key: str) -> bytes:
    nonce = secrets.token_bytes(NONCE)
    return nonce + _sealer(key).encrypt(nonce, number.encode(), submission_id.bytes)


def _sealer(key: str) -> AESGCM:
    return AESGCM(_key(key, "seal"))


def _key(key: str, purpose: str) -> bytes:
    """32 bytes that follow from the deployment's secret, other ones for each purpose."""
    return hmac.digest(key.encode(), f"contacts: {purpose}".encode(), "sha256")
