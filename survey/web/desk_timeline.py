"""Projects on a common axis of time, for the whole district or one department, on the screen and on paper."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey import problems
from survey.register import orders, projects, schedule
from survey.register.lights import Light
from survey.register.tables import ProjectState
from survey.web import gantt
from survey.web.listing import asked
from survey.web.transaction import db, today

blueprint = Blueprint("desk_timeline", __name__, url_prefix="/desk/timeline")
MOST_PRINTED = 500


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Fifty projects at a time, filtered as the lists are, the first due first."""
    listing = asked("duty")
    found = projects.page(
        db(), listing.filter, today(), order=orders.DUE, after=listing.after, limit=projects.PAGE + 1
    )  # fmt: skip
    shown = found[: projects.PAGE]
    return render_template(
        "desk/timeline.html",
        listing=listing,
        schedule=schedule.of_projects(db(), shown, today()),
        next=listing.address("desk_timeline.page", after=shown[-1].number) if len(found) > projects.PAGE else "",
        count=projects.totals(db(), listing.filter, today()).count,
        departments=projects.departments(db()),
        categories=projects.categories(db()),
        states=list(ProjectState),
        lights=list(Light),
    )


@blueprint.get("/print.pdf")
def print_() -> ResponseReturnValue:
    """All that the filter finds, on A4 lying down; a very long one must be narrowed first."""
    listing = asked("duty")
    if (count := projects.totals(db(), listing.filter, today()).count) > MOST_PRINTED:
        raise problems.TooManyRows(rows=count, most=MOST_PRINTED)
    found = projects.page(db(), listing.filter, today(), order=orders.DUE, limit=MOST_PRINTED)
    return gantt.paper(schedule.of_projects(db(), found, today()), listing.filter.department)
