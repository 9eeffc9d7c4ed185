"""Hearings and visits to enterprises: opinions become findings, demands have three clocks in working days."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from survey import problems
from survey.database import once
from survey.register import rules
from survey.register.tables import Project
from survey.rounds import calendar, findings
from survey.rounds.hearing_tables import Hearing, HearingKind, Opinion
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, Origin


class Step(StrEnum):
    """What an enterprise is owed after its demand, in this order."""

    TAKEN = "taken_on"
    PLANNED = "planned_on"
    SETTLED = "settled_on"


SUBJECT = 30


@dataclass(frozen=True)
class Owed:
    """The next step that a demand waits for, and until when."""

    step: Step
    due_on: date


def every(session: Session) -> list[tuple[Hearing, int, int]]:
    """(hearing, opinions, of them findings), the newest first."""
    rows = session.execute(
        select(Hearing, func.count(Opinion.id), func.count(Opinion.finding_id))
        .outerjoin(Opinion, Opinion.hearing_id == Hearing.id)
        .group_by(Hearing.id)
        .order_by(Hearing.held_on.desc(), Hearing.id.desc())
    )
    return [(hearing, said, raised) for hearing, said, raised in rows]


def of_id(session: Session, hearing_id: int) -> Hearing:
    """Find a hearing; raises NotFound."""
    if (found := session.get(Hearing, hearing_id)) is None:
        raise problems.NotFound()
    return found


def opinions(session: Session, hearing: Hearing) -> list[Opinion]:
    """What was said at a hearing, in the order in which it was noted."""
    said = select(Opinion).where(Opinion.hearing_id == hearing.id).order_by(Opinion.id)
    return list(session.scalars(said.options(joinedload(Opinion.project), joinedload(Opinion.finding))))


def opinion(session: Session, hearing: Hearing, opinion_id: int) -> Opinion:
    """Find one opinion of a hearing; raises NotFound for any other's."""
    found = session.scalar(
        select(Opinion)
        .where(Opinion.hearing_id == hearing.id, Opinion.id == opinion_id)
        .options(joinedload(Opinion.project))
        .with_for_update(of=Opinion)
    )
    if found is None:
        raise problems.NotFound()
    return found


def note(session: Session, hearing: Hearing, text: str, project: Project | None) -> Opinion:
    """Note what somebody said; the same words about the same project are noted once."""
    return once(session, Opinion(hearing=hearing, text=text, project=project), "hearing", "text", "project")


def raise_finding(session: Session, said: Opinion, origin: Origin, who: str, now: datetime) -> Finding:
    """Make an opinion about a project a finding; raises NotNow when it is one or is about no project."""
    if said.finding_id is not None or said.project is None:
        raise problems.NotNow()
    found = Finding(project_id=said.project.id, origin=origin, subject=said.text[:SUBJECT], text=said.text)
    findings.raise_(session, found, Deed(Act.RAISE, By.OFFICE, who, said.text), now)
    said.finding = found
    session.flush()
    return found


def origin_of(hearing: Hearing) -> Origin:
    return Origin.HEARING if hearing.kind is HearingKind.HEARING else Origin.INTERVIEW


def owed(session: Session, hearing: Hearing, said: Opinion) -> Owed | None:
    """What a demand waits for; None for what was said at a hearing, and once all is done."""
    step = next((step for step in Step if getattr(said, step) is None), None)
    if hearing.kind is not HearingKind.ENTERPRISE or step is None:
        return None
    ruled = rules.of_office(session)
    days = {
        Step.TAKEN: ruled.demand_taken_days,
        Step.PLANNED: ruled.demand_planned_days,
        Step.SETTLED: ruled.demand_settled_days,
    }
    return Owed(step, calendar.of_office(session).after(hearing.held_on, days[step]))


def take_step(said: Opinion, step: Step, text: str, today: date) -> None:
    """Note that a demand came one step further; raises NotNow when another step is next."""
    if step is not next((each for each in Step if getattr(said, each) is None), None):
        raise problems.NotNow()
    setattr(said, step, today)
    said.outcome = f"{said.outcome}\n{text}".strip()
