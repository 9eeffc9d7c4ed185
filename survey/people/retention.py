"""What is kept of staff no longer than needed: sign-ins that have ended, spent links, notices that were read."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, or_
from sqlalchemy.orm import Session

from survey.people.tables import BrowserSession, Notice, SignInLink


def run(session: Session, now: datetime, *, sign_in_days: int, notice_days: int) -> dict[str, int]:
    """Delete what is over and old, and return how much of each kind that was; the audit log is never shortened."""
    ended = now - timedelta(days=sign_in_days)
    over = or_(BrowserSession.expires_at < ended, BrowserSession.revoked_at < ended)
    old = now - timedelta(days=notice_days)
    read = or_(Notice.read_at < old, and_(Notice.department.is_not(None), Notice.at < old))
    rules = {
        "sign_ins": delete(BrowserSession).where(over).returning(BrowserSession.id),
        "links": delete(SignInLink).where(SignInLink.expires_at < ended).returning(SignInLink.id),
        "notices": delete(Notice).where(read).returning(Notice.id),
    }
    return {name: len(session.scalars(rule).all()) for name, rule in rules.items()}
