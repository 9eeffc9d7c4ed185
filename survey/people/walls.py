"""Walls: a screen in a hall opens by a link of its own, for as long as the office does not close it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people.secrets import digest, mint
from survey.people.wall_tables import Wall

TOUCH = timedelta(minutes=10)
"""How old `seen_at` may become before it is renewed."""


def make(session: Session, name: str, *, has_voices: bool, who: str, now: datetime) -> str:
    """Make a wall and return the secret of its link, which is shown once."""
    secret = mint()
    made = Wall(name=name, secret_hash=digest(secret), has_voices=has_voices, made_by=who, made_at=now)
    session.add(made)
    session.flush()
    return secret


def of_secret(session: Session, secret: str) -> Wall:
    """The wall of a link; raises NotFound for one that is unknown or was closed."""
    found = session.scalar(select(Wall).where(Wall.secret_hash == digest(secret), Wall.revoked_at.is_(None)))
    if found is None:
        raise problems.NotFound()
    return found


def every(session: Session) -> list[Wall]:
    """All walls that are open, the newest first."""
    return list(session.scalars(select(Wall).where(Wall.revoked_at.is_(None)).order_by(Wall.id.desc())))


def revoke(session: Session, wall_id: int, now: datetime) -> Wall:
    """Close a wall; raises NotFound when there is none or it is closed."""
    found = session.scalar(select(Wall).where(Wall.id == wall_id, Wall.revoked_at.is_(None)).with_for_update())
    if found is None:
        raise problems.NotFound()
    found.revoked_at = now
    return found


def is_stale(wall: Wall, now: datetime) -> bool:
    """Whether it is time to note that the wall is alive."""
    return wall.seen_at is None or now - wall.seen_at > TOUCH
