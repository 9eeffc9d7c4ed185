"""Who on the panel of a visit should stand back: a draw leaves them out by itself, a panel made by hand does not."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people import ties
from survey.register.tables import Department, Project, Site
from survey.visits.tables import Visit, VisitStop


def of_panel(session: Session, visit: Visit) -> Mapping[int, list[str]]:
    """The projects on the route that each member is tied to, by the key of the deputy; nobody else is in it."""
    declared = ties.declared(session)
    own = {
        member.deputy_id: {*ties.of_list(member.deputy), *declared.get(member.deputy_id, ())}
        for member in visit.panel
        if member.recused_at is None
    }
    route = session.execute(
        select(Project.name, Department.name, Project.contractor)
        .join(Department, Department.id == Project.department_id)
        .join(Site, Site.project_id == Project.id)
        .join(VisitStop, VisitStop.site_id == Site.id)
        .where(VisitStop.visit_id == visit.id)
        .order_by(VisitStop.position)
    ).all()
    tied = {
        deputy_id: [name for name, leads, builds in route if not names.isdisjoint(ties.parties(leads, builds))]
        for deputy_id, names in own.items()
    }
    return {deputy_id: list(dict.fromkeys(projects)) for deputy_id, projects in tied.items() if projects}
