"""Visits: planned by the office, seen before their release only by the office and the panel."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from survey import problems
from survey.collect.tables import VisitKind
from survey.database import in_turn
from survey.people import audit
from survey.people.tables import Deputy
from survey.register.tables import Department, Project, Site
from survey.visits.draws import random_code
from survey.visits.tables import Draw, PanelMember, Visit, VisitSheet, VisitStop


@dataclass(frozen=True)
class Plan:
    """What a visit is to be."""

    kind: VisitKind
    opens_on: date
    closes_on: date
    site_ids: Sequence[int]
    deputy_ids: Iterable[int]
    note: str = ""
    draw_id: int | None = None


def plan(session: Session, wanted: Plan, actor: str, now: datetime) -> Visit:
    """Make a visit; the sites in the order of the route, the first of the deputies leads the panel."""
    deputy_ids = list(wanted.deputy_ids)
    visit = Visit(
        code=random_code(),
        kind=wanted.kind,
        opens_on=wanted.opens_on,
        closes_on=wanted.closes_on,
        note=wanted.note,
        draw_id=wanted.draw_id,
        lead_id=deputy_ids[0] if deputy_ids else None,
        made_at=now,
    )
    visit.stops = [VisitStop(site_id=site_id, position=place) for place, site_id in enumerate(wanted.site_ids)]
    visit.panel = [PanelMember(deputy_id=deputy_id) for deputy_id in deputy_ids]
    session.add(visit)
    session.flush()
    audit.record(session, actor, "visit_planned", visit.code, now)
    return visit


def planned_already(session: Session, wanted: Plan) -> Visit | None:
    """The living visit of just these days, sites and deputies; a plan sent twice makes no second one."""
    in_turn(session, Visit.__tablename__)
    like = _whole().where(
        Visit.kind == wanted.kind,
        Visit.opens_on == wanted.opens_on,
        Visit.closes_on == wanted.closes_on,
        Visit.note == wanted.note,
        Visit.cancelled_at.is_(None),
        Visit.unsealed_at.is_(None),
    )
    sites, panel = list(wanted.site_ids), set(wanted.deputy_ids)
    same = (
        visit
        for visit in session.scalars(like)
        if [stop.site_id for stop in visit.stops] == sites and {one.deputy_id for one in visit.panel} == panel
    )
    return next(same, None)


def from_draw(session: Session, draw: Draw, days: tuple[date, date], actor: str, now: datetime) -> Visit:
    """Plan the unannounced visit that a revealed draw says."""
    assert draw.result is not None
    numbers = draw.result["deputies"]
    named = session.execute(select(Deputy.number, Deputy.id).where(Deputy.number.in_(numbers)))
    ids = {number: id_ for number, id_ in named}
    sites = [project["site"] for project in draw.result["projects"]]
    wanted = Plan(VisitKind.UNANNOUNCED, *days, sites, [ids[number] for number in numbers], draw_id=draw.id)
    return plan(session, wanted, actor, now)


def cancel(session: Session, visit: Visit, reason: str, actor: str, now: datetime) -> None:
    """Call a visit off; raises NotNow when its scores are unsealed, ReasonNeeded without a reason."""
    if visit.cancelled_at is not None or visit.unsealed_at is not None:
        raise problems.NotNow()
    if not reason.strip():
        raise problems.ReasonNeeded()
    visit.cancelled_at, visit.cancel_reason = now, reason.strip()
    audit.record(session, actor, "visit_cancelled", visit.code, now)


def recuse(session: Session, visit: Visit, deputy: Deputy, reason: str, now: datetime) -> None:
    """Let a member of the panel stand back from a visit (回避); the reason is kept."""
    if not reason.strip():
        raise problems.ReasonNeeded()
    member = next((m for m in visit.panel if m.deputy_id == deputy.id and m.recused_at is None), None)
    if member is None or visit.unsealed_at is not None:
        raise problems.NotNow()
    member.recused_at, member.recusal_reason = now, reason.strip()
    audit.record(session, deputy.number, "deputy_recused", visit.code, now)


def lead(visit: Visit) -> Deputy | None:
    """Who leads the panel now: the lead, or the next member when that one stood back or is no longer in office."""
    here = [m.deputy for m in visit.panel if m.recused_at is None and m.deputy.left_at is None]
    return next((deputy for deputy in here if deputy.id == visit.lead_id), here[0] if here else None)


def of_sheets(session: Session, sheets: Select[UUID]) -> list[Visit]:
    """The visits that some sheets belong to, the newest first."""
    those = select(VisitSheet.visit_id).where(VisitSheet.submission_id.in_(sheets))
    return list(session.scalars(_whole().where(Visit.id.in_(those)).order_by(Visit.id.desc())))


def of_office(session: Session, code: str) -> Visit:
    """Any visit; raises NotFound."""
    return _one(session, Visit.code == code)


def of_deputy(session: Session, deputy: Deputy, code: str) -> Visit:
    """A visit on whose panel this deputy is; raises NotFound for every other."""
    return _one(session, Visit.code == code, _has_on_panel(deputy))


def all_of_office(session: Session) -> list[Visit]:
    """All visits, the newest first."""
    return list(session.scalars(_whole().order_by(Visit.opens_on.desc(), Visit.id.desc()).limit(200)))


def all_of_deputy(session: Session, deputy: Deputy) -> list[Visit]:
    """The visits of a deputy that were not cancelled, the next one first."""
    mine = _whole().where(_has_on_panel(deputy), Visit.cancelled_at.is_(None))
    return list(session.scalars(mine.order_by(Visit.opens_on.desc()).limit(50)))


def all_of_department(session: Session, department: str) -> list[Visit]:
    """The visits to a department's projects that it may know of: announced ones, and unannounced ones once released."""
    theirs = (
        select(VisitStop.visit_id)
        .join(Site, Site.id == VisitStop.site_id)
        .join(Project, Project.id == Site.project_id)
        .join(Department, Department.id == Project.department_id)
        .where(Department.name == department)
    )
    query = _whole().where(Visit.id.in_(theirs), is_public())
    return list(session.scalars(query.order_by(Visit.opens_on.desc()).limit(50)))


def is_public() -> ColumnElement[bool]:
    """Whether others than the office and the panel may know of a visit."""
    return or_(Visit.kind == VisitKind.ANNOUNCED, Visit.released_at.is_not(None))


def is_secret(session: Session, draw: Draw) -> bool:
    """Whether the visit that a draw planned is not yet known to others."""
    return session.scalar(select(Visit.id).where(Visit.draw_id == draw.id, ~is_public()).limit(1)) is not None


def over(session: Session, today: date) -> list[Visit]:
    """Visits whose days are over and that nobody has closed."""
    past = (Visit.closes_on < today, Visit.unsealed_at.is_(None), Visit.cancelled_at.is_(None))
    return list(session.scalars(select(Visit).where(*past).order_by(Visit.id)))


def going_on(session: Session, deputy_id: int, site_id: int, day: date) -> Visit | None:
    """The visit that a deputy's sheet from a site on a day belongs to; the one that closes first where several do."""
    return session.scalar(
        select(Visit)
        .join(VisitStop, and_(VisitStop.visit_id == Visit.id, VisitStop.site_id == site_id))
        .join(PanelMember, and_(PanelMember.visit_id == Visit.id, PanelMember.deputy_id == deputy_id))
        .where(Visit.opens_on <= day, Visit.closes_on >= day, Visit.cancelled_at.is_(None))
        .where(PanelMember.recused_at.is_(None), Visit.unsealed_at.is_(None))
        .order_by(Visit.closes_on, Visit.id)
        .limit(1)
    )


def _has_on_panel(deputy: Deputy) -> ColumnElement[bool]:
    member = select(PanelMember.visit_id).where(PanelMember.deputy_id == deputy.id, PanelMember.recused_at.is_(None))
    return Visit.id.in_(member)


def _whole() -> Select[Visit]:
    return select(Visit).options(
        selectinload(Visit.stops).joinedload(VisitStop.site).joinedload(Site.project).joinedload(Project.department),
        selectinload(Visit.panel).joinedload(PanelMember.deputy),
        selectinload(Visit.shifts),
    )


def _one(session: Session, *conditions: ColumnElement[bool]) -> Visit:
    if (found := session.scalar(_whole().where(*conditions))) is None:
        raise problems.NotFound()
    return found
