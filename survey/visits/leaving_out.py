"""Visits leave out a project that was cancelled; one that was to see nothing else is called off."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people import audit
from survey.register.tables import Project, Site
from survey.visits import visits
from survey.visits.tables import ClosedSite, Visit, VisitSheet, VisitStop


def of_project(session: Session, project: Project) -> Sequence[Visit]:
    """The visits that are sealed, not called off, and have a site of this project before them."""
    there = select(VisitStop.visit_id).join(Site, Site.id == VisitStop.site_id).where(Site.project_id == project.id)
    waiting = (Visit.id.in_(there), Visit.unsealed_at.is_(None), Visit.cancelled_at.is_(None))
    codes = session.scalars(select(Visit.code).where(*waiting).order_by(Visit.opens_on, Visit.id)).all()
    return [visits.of_office(session, code) for code in codes]


def leave_out(session: Session, visit: Visit, project: Project, reason: str, actor: str, now: datetime) -> None:
    """Take a project's sites from a route; where somebody has been there, the visit stays as it is."""
    gone = [stop for stop in visit.stops if stop.site.project_id == project.id]
    scored = select(VisitSheet.visit_id).where(VisitSheet.visit_id == visit.id, VisitSheet.project_id == project.id)
    sites = [stop.site_id for stop in gone]
    closed = select(ClosedSite.visit_id).where(ClosedSite.visit_id == visit.id, ClosedSite.site_id.in_(sites))
    if session.scalar(scored.limit(1)) is not None or session.scalar(closed.limit(1)) is not None:
        return
    if len(gone) == len(visit.stops):
        visits.cancel(session, visit, reason, actor, now)
        return
    for stop in gone:
        session.delete(stop)
    session.flush()
    session.expire(visit, ["stops"])
    left = {"project": project.number, "sites": sites, "reason": reason}
    audit.record(session, actor, "visit_left_out", visit.code, now, **left)
