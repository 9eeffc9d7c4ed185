"""The desk's page of one project."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.collect import counts
from survey.people.tables import Role
from survey.register import projects
from survey.web import pledges, proposal_map, who
from survey.web.department_projects import told
from survey.web.transaction import db, today

blueprint = Blueprint("desk_projects", __name__)


@blueprint.get("/desk/projects/<path:number>")
def project(number: str) -> ResponseReturnValue:
    """One project: its promise, its people, its dates and its sites."""
    found = projects.of_number(db(), number)
    sites = [site for site in found.sites if site.removed_at is None]
    return render_template(
        "desk/project.html",
        project=found,
        standing=projects.standing(found, today()),
        days=(found.due_on - today()).days if found.due_on else None,
        sites=sites,
        map=proposal_map.of_sites(sites),
        removed=[site for site in found.sites if site.removed_at is not None],
        counts=counts.of_sites(db(), found.sites, who.hidden_sheets()),
        count=counts.of_projects(db(), [found.id], who.hidden_sheets())[found.id],
        is_office=who.staff().role is Role.OFFICE,
        **told(found),
    )


@blueprint.get("/desk/projects/<path:number>/pledge.pdf")
def pledge(number: str) -> ResponseReturnValue:
    """The pledge of a project, to be signed."""
    return pledges.paper(projects.of_number(db(), number))
