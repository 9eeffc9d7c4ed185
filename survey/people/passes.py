"""A deputy's pass (通行证): a link or badge whose secret is shown once, opened on one phone, revocable."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.people.secrets import digest, mint
from survey.people.tables import Deputy, Pass

LIFE = timedelta(days=365)


class PassState(StrEnum):
    """Where a deputy's newest pass stands."""

    NONE = "none"
    UNOPENED = "unopened"
    IN_USE = "in_use"
    EXPIRED = "expired"
    REVOKED = "revoked"


def issue(session: Session, deputy: Deputy, now: datetime) -> str:
    """Give a stored deputy a new pass and return its secret, which nobody can read again; older passes end."""
    revoke(session, deputy, now)
    secret = mint()
    session.add(Pass(deputy_id=deputy.id, secret_hash=digest(secret), issued_at=now, expires_at=now + LIFE))
    session.flush()
    return secret


def revoke(session: Session, deputy: Deputy, now: datetime) -> None:
    """End all passes of a deputy; browsers in which one is open are signed out with it."""
    session.execute(update(Pass).where(Pass.deputy_id == deputy.id, Pass.revoked_at.is_(None)).values(revoked_at=now))


def of_secret(session: Session, secret: str, now: datetime) -> Pass:
    """Find a living pass with its deputy; raises UnknownPass, RevokedPass or ExpiredPass."""
    found = session.scalar(select(Pass).where(Pass.secret_hash == digest(secret)).options(joinedload(Pass.deputy)))
    if found is None:
        raise problems.UnknownPass()
    if found.revoked_at is not None:
        raise problems.RevokedPass()
    if now >= found.expires_at:
        raise problems.ExpiredPass()
    return found


def bind(session: Session, pass_: Pass, now: datetime) -> None:
    """Bind a pass to the phone that opens it first; of two phones at once the second gets PassOnOtherDevice."""
    bound = session.scalar(
        update(Pass).where(Pass.id == pass_.id, Pass.bound_at.is_(None)).values(bound_at=now).returning(Pass.id)
    )
    if bound is None:
        raise problems.PassOnOtherDevice()


def state(pass_: Pass | None, now: datetime) -> PassState:
    """Where a pass stands; None is a deputy who never had one."""
    if pass_ is None:
        return PassState.NONE
    if pass_.revoked_at is not None:
        return PassState.REVOKED
    if now >= pass_.expires_at:
        return PassState.EXPIRED
    return PassState.UNOPENED if pass_.bound_at is None else PassState.IN_USE
