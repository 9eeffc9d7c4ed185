"""Signed-in browsers: opened by a sign-in or a pass, listed, and revocable one by one or all at once."""

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.people.secrets import digest, mint
from survey.people.tables import Account, BrowserSession, Pass

STAFF_LIFE = timedelta(hours=12)
STAFF_IDLE = timedelta(minutes=30)
TOUCH = timedelta(minutes=1)
"""How old `seen_at` may get before a request renews it."""


def open_for_account(session: Session, account: Account, *, agent: str, now: datetime) -> str:
    """Open a browser for a member of staff and return the secret for its cookie."""
    return _open(session, BrowserSession(account_id=account.id, expires_at=now + STAFF_LIFE), agent, now)


def open_for_pass(session: Session, pass_: Pass, *, agent: str, now: datetime) -> str:
    """Open a browser for a deputy's pass, for as long as the pass lives, and return the secret for its cookie."""
    return _open(session, BrowserSession(pass_id=pass_.id, expires_at=pass_.expires_at), agent, now)


def _open(session: Session, browser: BrowserSession, agent: str, now: datetime) -> str:
    secret = mint()
    browser.secret_hash, browser.agent = digest(secret), agent[:200]
    browser.created_at = browser.seen_at = now
    session.add(browser)
    session.flush()
    return secret


def of_secret(session: Session, secret: str, now: datetime) -> BrowserSession | None:
    """Find the living session of a cookie, with its account or its pass and deputy; None when it has ended."""
    browser = session.scalar(
        select(BrowserSession)
        .where(BrowserSession.secret_hash == digest(secret), BrowserSession.revoked_at.is_(None))
        .options(joinedload(BrowserSession.account), joinedload(BrowserSession.pass_).joinedload(Pass.deputy))
    )
    return browser if browser is not None and _lives(browser, now) else None


def _lives(browser: BrowserSession, now: datetime) -> bool:
    if now >= browser.expires_at:
        return False
    if browser.account is not None:
        return browser.account.disabled_at is None and now - browser.seen_at < STAFF_IDLE
    return browser.pass_ is not None and browser.pass_.revoked_at is None and now < browser.pass_.expires_at


def touch(session: Session, browser_id: int, now: datetime) -> None:
    """Note that a browser was seen."""
    session.execute(update(BrowserSession).where(BrowserSession.id == browser_id).values(seen_at=now))


def revoke(session: Session, browser: BrowserSession, now: datetime) -> None:
    """Sign one browser out."""
    session.execute(update(BrowserSession).where(BrowserSession.id == browser.id).values(revoked_at=now))


def revoke_all(session: Session, account: Account, now: datetime) -> None:
    """Sign an account out everywhere."""
    session.execute(
        update(BrowserSession)
        .where(BrowserSession.account_id == account.id, BrowserSession.revoked_at.is_(None))
        .values(revoked_at=now)
    )


def living(session: Session, account: Account, now: datetime) -> list[BrowserSession]:
    """The browsers in which an account is open, the last seen first."""
    found = session.scalars(
        select(BrowserSession)
        .where(
            BrowserSession.account_id == account.id,
            BrowserSession.revoked_at.is_(None),
            BrowserSession.expires_at > now,
            BrowserSession.seen_at > now - STAFF_IDLE,
        )
        .order_by(BrowserSession.seen_at.desc(), BrowserSession.id.desc())
    )
    return list(found)


def last_seen(session: Session) -> dict[int, datetime]:
    """When each account was last seen, by account id; who never signed in is not there."""
    newest = select(BrowserSession.account_id, func.max(BrowserSession.seen_at)).group_by(BrowserSession.account_id)
    return {account: seen for account, seen in session.execute(newest) if account is not None}


def of_account(session: Session, account: Account, browser_id: int) -> BrowserSession:
    """One browser of this account; raises NotFound for anybody else's."""
    found = session.scalar(
        select(BrowserSession).where(BrowserSession.id == browser_id, BrowserSession.account_id == account.id)
    )
    if found is None:
        raise problems.NotFound()
    return found
