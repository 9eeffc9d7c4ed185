"""The demo's event: a community fair today, with some projects on show and tickets for shared tablets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import events, kiosks
from survey.register.tables import Project, Site
from survey.settings import DISTRICT_TIME

SHOWN, TICKETS = 6, 48
PIN = "202611"
"""Of the tablet on its table, so that whoever tries the demo can pin one; the greeting names it."""


def hold(session: Session, register: Sequence[Project], now: datetime) -> None:
    """Plan the fair, make its tickets and the PIN of its kiosk."""
    keys = select(Site.id).where(Site.project_id.in_([project.id for project in register[:SHOWN]])).order_by(Site.id)
    today = now.astimezone(DISTRICT_TIME).date()
    fair = events.make(session, "秋日社区开放日", "秋实街道文化广场", today, sites=session.scalars(keys).all(), now=now)
    events.issue(session, fair, TICKETS, now)
    kiosks.make(session, fair.code, now, PIN)
