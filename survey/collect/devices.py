"""Noticing a second answer from the same phone without knowing the phone.

A browser carries a random value. What is stored is its HMAC under the key of the day, mixed with the site; the key is
destroyed when the next day's is made, so that marks cannot be linked over days, over sites, or back to a phone.
"""

import hashlib
import hmac
import secrets
from datetime import date

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from survey.collect.tables import DayKey
from survey.database import Asked, insert_unless_there

KEY = select(DayKey.key).where(DayKey.day == bindparam("day"))


def stored_key(database: Asked, day: date) -> str | None:
    """The key of a day; None before its first answer and after it was destroyed."""
    key: str | None = database.scalar(KEY, {"day": day})
    return key


def key_of(database: Asked, day: date) -> str:
    """The key of a day, made on its first answer; the keys of earlier days are destroyed then."""
    if (key := stored_key(database, day)) is not None:
        return key
    database.execute(delete(DayKey).where(DayKey.day < day))
    insert_unless_there(database, DayKey, [{"day": day, "key": secrets.token_hex(32)}])
    return database.scalars(KEY, {"day": day}).one()


def destroy_before(session: Session, day: date) -> int:
    """Destroy the keys of earlier days, also when no answer came since; how many there were."""
    gone = delete(DayKey).where(DayKey.day < day).returning(DayKey.day)
    return len(session.scalars(gone).all())


def mark(key: str, site_id: int, device: str) -> str:
    """The mark of a device at a site on the key's day: 128 bits in hexadecimal."""
    return hmac.new(key.encode(), f"{site_id}:{device}".encode(), hashlib.sha256).hexdigest()[:32]
