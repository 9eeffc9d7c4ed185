"""Visits leave out a project that was cancelled; one that was to see nothing else is called off.

When the project is taken up again, those of these visits that still lie ahead come there again; nothing else changes.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from survey.people import audit
from survey.people.tables import AuditEntry
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


def bring_back(
    session: Session, project: Project, moment: datetime, actor: str, now: datetime, today: date
) -> Sequence[Visit]:
    """Undo what the cancellation of a project at a moment did to visits whose days are not over; gives those visits.

    A site that a route left out comes last on it.
    """
    ahead = (Visit.unsealed_at.is_(None), Visit.closes_on >= today)
    there = select(VisitStop.visit_id).join(Site, Site.id == VisitStop.site_id).where(Site.project_id == project.id)
    called_off = (Visit.id.in_(there), Visit.cancelled_at == moment)
    left = select(AuditEntry).where(AuditEntry.act == "visit_left_out", AuditEntry.at == moment)
    sites = {each.subject: each.detail["sites"] for each in session.scalars(left) if _is_of(each, project)}
    still = (Visit.code.in_(sites), Visit.cancelled_at.is_(None))
    codes = session.scalars(select(Visit.code).where(*ahead, or_(and_(*called_off), and_(*still))).order_by(Visit.id))
    found = [visits.of_office(session, code) for code in codes.all()]
    for visit in found:
        visit.cancelled_at, visit.cancel_reason = None, ""
        _put_back(session, visit, sites.get(visit.code, []))
        audit.record(session, actor, "visit_brought_back", visit.code, now, project=project.number)
    return found


def _is_of(entry: AuditEntry, project: Project) -> bool:
    return bool(entry.detail.get("project") == project.number)


def _put_back(session: Session, visit: Visit, site_ids: Sequence[int]) -> None:
    last = max(stop.position for stop in visit.stops)
    gone = set(site_ids) - {stop.site_id for stop in visit.stops}
    living = session.scalars(select(Site.id).where(Site.id.in_(gone), Site.removed_at.is_(None)).order_by(Site.id))
    session.add_all(
        VisitStop(visit_id=visit.id, site_id=id_, position=last + place) for place, id_ in enumerate(living, 1)
    )
    session.flush()
    session.expire(visit, ["stops"])
