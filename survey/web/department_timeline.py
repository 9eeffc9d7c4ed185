"""A department's own projects on a common axis of time, and the pledge of each on paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.register import projects, schedule
from survey.web import gantt, pledges, who
from survey.web.transaction import db, today

blueprint = Blueprint("department_timeline", __name__, url_prefix="/department")


@blueprint.get("/timeline")
def page() -> ResponseReturnValue:
    """All that we lead, the first due first."""
    found = projects.led_by(db(), who.department())
    return render_template(
        "department/timeline.html", department=who.department(), schedule=schedule.of_projects(db(), found, today())
    )


@blueprint.get("/timeline.pdf")
def print_() -> ResponseReturnValue:
    """The same on paper."""
    found = projects.led_by(db(), who.department())
    return gantt.paper(schedule.of_projects(db(), found, today()), who.department())


@blueprint.get("/projects/<path:number>/pledge.pdf")
def pledge(number: str) -> ResponseReturnValue:
    """The pledge of one of our projects, to be signed."""
    return pledges.paper(projects.of_department(db(), who.department(), number))
