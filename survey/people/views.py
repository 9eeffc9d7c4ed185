"""Saved views of the lists: a name for what somebody chose, for that account alone."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people.tables import Account
from survey.people.view_tables import SavedView

MOST = 20


def of_account(session: Session, account: Account, kind: str) -> list[SavedView]:
    """Somebody's views of one list, the oldest first."""
    mine = select(SavedView).where(SavedView.account_id == account.id, SavedView.kind == kind)
    return list(session.scalars(mine.order_by(SavedView.id)))


def save(session: Session, account: Account, kind: str, name: str, query: str, now: datetime) -> SavedView:
    """Keep a view; the same name again means the new choice. Raises TooManyViews beyond MOST."""
    views = of_account(session, account, kind)
    found = next((view for view in views if view.name == name), None)
    if found is None:
        if len(views) >= MOST:
            raise problems.TooManyViews(most=MOST)
        found = SavedView(account_id=account.id, kind=kind, name=name, query=query, saved_at=now)
        session.add(found)
    found.query, found.saved_at = query, now
    session.flush()
    return found


def forget(session: Session, account: Account, view_id: int) -> SavedView:
    """Drop one of somebody's own views; raises NotFound for any other."""
    found = session.scalar(select(SavedView).where(SavedView.id == view_id, SavedView.account_id == account.id))
    if found is None:
        raise problems.NotFound()
    session.delete(found)
    return found
