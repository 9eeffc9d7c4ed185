"""Events (活动): several projects shown in one place on one day, with tickets where tablets are shared.

An answer belongs to an event when it comes from the event's page on the event's day; at other times the same page
leads to the sites' questionnaires as a poster does. Tickets are not stored with answers: one holder's later answer
takes the earlier one's place by the same day's mark that phones get.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager

from survey import problems
from survey.collect import devices
from survey.collect.tables import Channel, Event, EventSite, Submission, Tally, Ticket
from survey.database import once
from survey.questionnaires.tables import Audience
from survey.questionnaires.versions import published
from survey.register import codes
from survey.register.tables import Project, ProjectState, Site, SiteCode

COUNTED = "overall"
"""The one question that every questionnaire asks of everybody: its answers are the people who answered."""


@dataclass(frozen=True)
class Typed:
    """What a typed code is: an event's, or a ticket's for an event."""

    event: str
    ticket: str = ""


def make(session: Session, name: str, place: str, held_on: date, *, sites: Iterable[int], now: datetime) -> Event:
    """Add an event, once, with the keys of the sites whose projects are on show."""
    made = Event(code=codes.mint(), name=name, place=place, held_on=held_on, created_at=now)
    event = once(session, made, "name", "place", "held_on")
    there = set(session.scalars(select(EventSite.site_id).where(EventSite.event_id == event.id)))
    new = (site_id for site_id in dict.fromkeys(sites) if site_id not in there)
    session.add_all(EventSite(event_id=event.id, site_id=site_id) for site_id in new)
    session.flush()
    return event


def choose(session: Session, event: Event, questionnaire: str) -> None:
    """Ask at an event with the questionnaire of this name; an empty one leaves it to each project's own.

    Raises UnknownQuestionnaire when residents are not asked any such questionnaire now.
    """
    version = published(session, questionnaire) if questionnaire else None
    if questionnaire and (version is None or version.audience is not Audience.RESIDENT):
        raise problems.UnknownQuestionnaire()
    event.questionnaire = questionnaire
    session.flush()


def every(session: Session) -> Sequence[Event]:
    """All events, the latest day first."""
    return session.scalars(select(Event).order_by(Event.held_on.desc(), Event.id.desc())).all()


def of_code(session: Session, typed: str) -> Event:
    """Find an event by its code as a person typed it; raises MistypedCode or UnknownEvent."""
    event = session.scalar(select(Event).where(Event.code == codes.normalise(typed)))
    if event is None:
        raise problems.UnknownEvent()
    return event


def ticket(session: Session, event: Event, typed: str) -> Ticket:
    """Find a ticket of this event; raises MistypedCode or UnknownTicket."""
    found = session.get(Ticket, codes.normalise(typed))
    if found is None or found.event_id != event.id:
        raise problems.UnknownTicket()
    return found


def of_typed(session: Session, code: str) -> Typed | None:
    """What a normalised code is when it is no site's."""
    if session.scalar(select(Event.id).where(Event.code == code)) is not None:
        return Typed(code)
    event = session.scalar(select(Event.code).join(Ticket, Ticket.event_id == Event.id).where(Ticket.code == code))
    return Typed(event, code) if event else None


def on_show(session: Session, event: Event) -> Sequence[SiteCode]:
    """The living codes of an event's sites in the register's order, with site and project, without cancelled ones."""
    return [place for place in of_event(session, event) if place.site.project.state is not ProjectState.CANCELLED]


def of_event(session: Session, event: Event) -> Sequence[SiteCode]:
    """The same with those of cancelled projects, from which answers may still arrive."""
    return session.scalars(
        select(SiteCode)
        .join(SiteCode.site)
        .join(Site.project)
        .join(EventSite, EventSite.site_id == Site.id)
        .where(EventSite.event_id == event.id, SiteCode.revoked_at.is_(None), Site.removed_at.is_(None))
        .options(contains_eager(SiteCode.site).contains_eager(Site.project).joinedload(Project.category))
        .order_by(Project.number, Site.position, Site.id)
    ).all()


def running(session: Session, event_code: str, site_code: str, day: date) -> Event | None:
    """The event of this code when it is held on this day and shows the site of the other code."""
    return session.scalar(
        select(Event)
        .join(EventSite, EventSite.event_id == Event.id)
        .join(SiteCode, SiteCode.site_id == EventSite.site_id)
        .where(Event.code == event_code, Event.held_on == day, SiteCode.code == site_code)
    )


def holder(session: Session, event: Event, ticket_code: str) -> str | None:
    """What stands for the holder of a ticket of this event where a phone's random value would; None without one."""
    try:
        return f"ticket:{ticket(session, event, ticket_code).code}"
    except (problems.MistypedCode, problems.UnknownTicket):
        return None


def issue(session: Session, event: Event, count: int, now: datetime) -> list[str]:
    """Make tickets and return their codes."""
    made = [Ticket(code=codes.mint(), event_id=event.id, issued_at=now) for _ in range(count)]
    session.add_all(made)
    session.flush()
    return [one.code for one in made]


def tickets(session: Session, event: Event) -> int:
    """How many tickets an event has."""
    return session.scalar(select(func.count()).where(Ticket.event_id == event.id)) or 0


def answered_with(session: Session, event: Event, ticket_code: str, sites: Sequence[Site]) -> set[int]:
    """The keys of the sites for which this ticket has answered on the event's day."""
    key = devices.stored_key(session, event.held_on)
    who = holder(session, event, ticket_code)
    if key is None or who is None:
        return set()
    marks = {devices.mark(key, site.id, who): site.id for site in sites}
    projects = {site.project_id for site in sites}
    found = select(Submission.device_mark).where(
        Submission.project_id.in_(projects), Submission.device_mark.in_(marks), Submission.superseded_at.is_(None)
    )
    return {marks[mark] for mark in session.scalars(found) if mark}


def answered(session: Session, event: Event) -> dict[int, int]:
    """How many people answered at an event, by the key of the project; never what they answered.

    What came from a kiosk counts too. Two events that show one project on one day share its count.
    """
    shown = select(Site.project_id).join(EventSite, EventSite.site_id == Site.id).where(EventSite.event_id == event.id)
    counted = session.execute(
        select(Tally.project_id, func.sum(Tally.count))
        .where(Tally.project_id.in_(shown), Tally.channel.in_((Channel.EVENT.value, Channel.KIOSK.value)))
        .where(Tally.question == COUNTED, Tally.day == event.held_on)
        .group_by(Tally.project_id)
    )
    return {project_id: int(count) for project_id, count in counted}
