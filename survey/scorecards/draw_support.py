"""What a plan of visits starts from, read from the database: deputies, projects, and every visit past or arranged."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from survey.collect.tables import Period, Submission, VisitKind
from survey.people import ties
from survey.people.tables import Deputy
from survey.people.ties import folded, named
from survey.questionnaires.tables import Audience
from survey.register.tables import Project, Site
from survey.scorecards.draw_draft import Place, Scorer
from survey.scorecards.draw_plan import Plan, plan
from survey.scorecards.draw_quality import Seen
from survey.settings import DISTRICT_TIME
from survey.visits.tables import PanelMember, Visit, VisitSheet, VisitStop
from survey.visits.weights import NOT_GOING_ON


def of_district(
    session: Session,
    period: Period | None,
    *,
    together: int = 2,
    most: int | None = None,
    seed: str = "",
    zone: ZoneInfo = DISTRICT_TIME,
) -> Plan:
    """Plan a period's further visits. For the office only: what was seen unannounced and sealed takes part."""
    return plan(scorers(session), places(session), seen(session, period, zone), together=together, most=most, seed=seed)


def scorers(session: Session) -> list[Scorer]:
    """All deputies; the register knows of no street of theirs, so every visit of theirs counts as outside it."""
    declared = ties.declared(session)
    return [
        Scorer(
            deputy.number,
            employer=folded(deputy.employer),
            ties=frozenset([*named(deputy.ties), *declared.get(deputy.id, ())]),
        )
        for deputy in session.scalars(select(Deputy).order_by(Deputy.number))
    ]


def places(session: Session) -> list[Place]:
    """The projects that have begun; the department that leads one and its contractor send nobody."""
    found = session.scalars(
        select(Project).where(_goes_on()).options(joinedload(Project.department)).order_by(Project.number)
    )
    return [
        Place(project.number, conflicts=frozenset(ties.parties(project.department.name, project.contractor)))
        for project in found
    ]


def _goes_on() -> ColumnElement[bool]:
    """Whether a project has begun and counts for itself."""
    return and_(Project.state.not_in(NOT_GOING_ON), Project.merged_into_id.is_(None))


def project_count(session: Session) -> int:
    """How many projects have begun and so should be visited."""
    begun = select(func.count()).select_from(Project).where(_goes_on())
    return session.scalar(begun) or 0


def seen(session: Session, period: Period | None, zone: ZoneInfo) -> list[Seen]:
    """Every deputy's visit of a period: sheets that came in, then those still owed to visits that are arranged."""
    heads = _heads(session)
    came = [replace(each, project=heads.get(each.project, each.project)) for each in _sheets(session, period, zone)]
    known = {(each.deputy, each.project, each.occasion) for each in came}
    arranged = (replace(each, project=heads.get(each.project, each.project)) for each in _arranged(session))
    owed = [each for each in arranged if (each.deputy, each.project, each.occasion) not in known]
    return [*came, *owed]


def _heads(session: Session) -> dict[str, str]:
    """For which project each merged one counts, by number."""
    head = aliased(Project)
    rows = session.execute(select(Project.number, head.number).join(head, head.id == Project.merged_into_id))
    return {number: into for number, into in rows}


def _sheets(session: Session, period: Period | None, zone: ZoneInfo) -> Sequence[Seen]:
    of_sheet = (VisitSheet.project_id == Submission.project_id) & (VisitSheet.submission_id == Submission.id)
    rules = [] if period is None else [Submission.period_id == period.id]
    rows = session.execute(
        select(Deputy.number, Project.number, Submission.visit_kind, Submission.received_at, VisitSheet.visit_id)
        .join(Deputy, Deputy.id == Submission.deputy_id)
        .join(Project, Project.id == Submission.project_id)
        .outerjoin(VisitSheet, of_sheet)
        .where(Submission.audience == Audience.DEPUTY, Submission.superseded_at.is_(None), *rules)
        .where(Submission.deputy_id > 0)
        .order_by(Submission.received_at, Submission.id)
    )
    return [
        Seen(
            deputy, project, announced := kind is VisitKind.ANNOUNCED, visit or (at.astimezone(zone).date(), announced)
        )
        for deputy, project, kind, at, visit in rows
    ]


def _arranged(session: Session) -> Sequence[Seen]:
    """Who is on the panel of a visit that is still open, at each project of its route."""
    rows = session.execute(
        select(Deputy.number, Project.number, Visit.kind, Visit.id)
        .join(PanelMember, PanelMember.visit_id == Visit.id)
        .join(Deputy, Deputy.id == PanelMember.deputy_id)
        .join(VisitStop, VisitStop.visit_id == Visit.id)
        .join(Site, Site.id == VisitStop.site_id)
        .join(Project, Project.id == Site.project_id)
        .where(Visit.unsealed_at.is_(None), Visit.cancelled_at.is_(None), PanelMember.recused_at.is_(None))
        .order_by(Visit.id, Project.number, Deputy.number)
        .distinct()
    )
    return [Seen(deputy, project, kind is VisitKind.ANNOUNCED, visit) for deputy, project, kind, visit in rows]
