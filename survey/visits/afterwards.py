"""What happens to a visit besides its scores: it is moved, a site is found closed, the panel says a word at the end."""

from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect.tables import Submission
from survey.people import audit
from survey.people.tables import Deputy
from survey.register.tables import Site
from survey.visits import sealing
from survey.visits.tables import ClosedSite, Visit, VisitComment, VisitSheet, VisitShift


def shift(session: Session, visit: Visit, days: tuple[date, date], reason: str, *, actor: str, now: datetime) -> None:
    """Move a visit to other days; whoever may know of it reads from when and why.

    Raises ReasonNeeded without a reason, NotNow once its seal is broken or it was called off.
    """
    if visit.unsealed_at is not None or visit.cancelled_at is not None:
        raise problems.NotNow()
    if not reason.strip():
        raise problems.ReasonNeeded()
    visit.shifts.append(VisitShift(at=now, opened_on=visit.opens_on, closed_on=visit.closes_on, reason=reason.strip()))
    visit.opens_on, visit.closes_on = days
    audit.record(session, actor, "visit_shifted", visit.code, now)


def report_closed(session: Session, closed: ClosedSite, visit: Visit, actor: str, day: date) -> list[Submission]:
    """Note that a deputy found a site closed: a result of its own, no marks. Gives the sheets that are unsealed by it.

    `day` is when it was found; what waited on a phone may come after the end. The second arrival changes nothing.
    Raises NotNow outside the visit's days, when it was called off, or when the deputy has scored or noted that site.
    """
    if closed.minted_id and session.scalar(select(ClosedSite).where(ClosedSite.minted_id == closed.minted_id)):
        return []
    is_on = visit.opens_on <= day <= visit.closes_on and visit.cancelled_at is None
    if not is_on or closed.site_id in seen_by(session, visit, closed.deputy_id):
        raise problems.NotNow()
    session.add(closed)
    session.flush()
    audit.record(session, actor, "site_found_closed", visit.code, closed.at)
    if visit.unsealed_at is not None or not sealing.is_complete(session, visit):
        return []
    visit.unsealed_at = closed.at
    return sealing.sheets_of(session, visit)


def seen_by(session: Session, visit: Visit, deputy_id: int) -> set[int]:
    """The sites of a visit that a deputy has scored or found closed."""
    closed = select(ClosedSite.site_id).where(ClosedSite.visit_id == visit.id, ClosedSite.deputy_id == deputy_id)
    scored = (
        select(Submission.site_id)
        .join(VisitSheet, VisitSheet.submission_id == Submission.id)
        .where(VisitSheet.visit_id == visit.id, Submission.deputy_id == deputy_id)
    )
    return {*session.scalars(closed), *session.scalars(scored)}


def closed_sites(session: Session, visit: Visit) -> list[Row[tuple[str, str, str]]]:
    """(deputy, site, what was found) of the sites that were closed on arrival; raises NotNow while it is sealed."""
    if visit.unsealed_at is None:
        raise problems.NotNow()
    return list(
        session.execute(
            select(Deputy.name, Site.name, ClosedSite.note)
            .join(Deputy, Deputy.id == ClosedSite.deputy_id)
            .join(Site, Site.id == ClosedSite.site_id)
            .where(ClosedSite.visit_id == visit.id)
            .order_by(Site.name, Deputy.number)
        )
    )


def comment(session: Session, visit: Visit, said: VisitComment, actor: str) -> None:
    """Add a word of a panel member to an unsealed visit; no number changes, and a second arrival changes nothing.

    Raises NotNow while it is sealed.
    """
    if said.minted_id and session.scalar(select(VisitComment).where(VisitComment.minted_id == said.minted_id)):
        return
    if visit.unsealed_at is None:
        raise problems.NotNow()
    session.add(said)
    audit.record(session, actor, "visit_commented", visit.code, said.at)


def comments(session: Session, visit: Visit) -> list[Row[tuple[str, datetime, str]]]:
    """(deputy, when, what) of everything that the panel said, in order."""
    said = select(Deputy.name, VisitComment.at, VisitComment.text).join(Deputy, Deputy.id == VisitComment.deputy_id)
    return list(session.execute(said.where(VisitComment.visit_id == visit.id).order_by(VisitComment.at)))
