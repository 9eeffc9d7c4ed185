"""One-time sign-in links: the only way into an account without a password; used once, for 24 hours."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.people.secrets import digest, mint
from survey.people.tables import Account, SignInLink

LIFE = timedelta(hours=24)
LIST_LIFE = timedelta(days=7)
"""Of links that are handed out as a list: it takes days until each has reached its owner."""


def make(session: Session, account: Account, now: datetime, life: timedelta = LIFE) -> str:
    """Make a link for an account and return its secret; an older link that was not used ends."""
    session.execute(
        update(SignInLink)
        .where(SignInLink.account_id == account.id, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(expires_at=now)
    )
    secret = mint()
    session.add(SignInLink(account_id=account.id, secret_hash=digest(secret), created_at=now, expires_at=now + life))
    session.flush()
    return secret


def of_secret(session: Session, secret: str, now: datetime) -> SignInLink:
    """Find a link that still works, with its account; raises SpentLink."""
    link = session.scalar(
        select(SignInLink).where(SignInLink.secret_hash == digest(secret)).options(joinedload(SignInLink.account))
    )
    if link is None or link.used_at is not None or now >= link.expires_at or link.account.disabled_at is not None:
        raise problems.SpentLink()
    return link


def use(session: Session, link: SignInLink, now: datetime) -> None:
    """Use a link up; of two who try at once the second gets SpentLink."""
    used = session.scalar(
        update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None), SignInLink.expires_at > now)
        .values(used_at=now)
        .returning(SignInLink.id)
    )
    if used is None:
        raise problems.SpentLink()
