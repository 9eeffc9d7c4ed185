"""A department's own desk: its projects and nothing else, because every lookup takes the department."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.register import projects
from survey.web import who
from survey.web.transaction import db, today

blueprint = Blueprint("department_projects", __name__, url_prefix="/department")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """What we lead, the first due first."""
    found = projects.led_by(db(), who.department())
    return render_template(
        "department/projects.html",
        department=who.department(),
        rows=[(project, projects.standing(project, today())) for project in found],
    )


@blueprint.get("/projects/<path:number>")
def project(number: str) -> ResponseReturnValue:
    """One of our projects: what was promised, until when, and where."""
    found = projects.of_department(db(), who.department(), number)
    return render_template(
        "department/project.html",
        project=found,
        standing=projects.standing(found, today()),
        sites=[site for site in found.sites if site.removed_at is None],
    )
