"""The five lists as one picture: on the desk's first page, and on a wall where nobody touches it."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.collect import channels
from survey.collect.counts import Hidden
from survey.people.tables import Role
from survey.questionnaires.tables import Audience
from survey.register import district, lights, meetings, projects, promises, proposals
from survey.register.lights import Light
from survey.register.projects import Filter
from survey.register.tables import ProjectState
from survey.rounds import findings
from survey.visits import sealing
from survey.watch import reports
from survey.web import list_kinds, who
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_home", __name__)
WEEK = timedelta(days=7)
SHOWN = 8


@blueprint.get("/desk")
def page() -> ResponseReturnValue:
    return render_template(
        "desk/home.html",
        **_picture(who.hidden_sheets()),
        waiting=proposals.waiting_count(db()),
        follow_ups=meetings.late(db(), today(), limit=SHOWN),
        today=today(),
        changes=promises.since(db(), now() - WEEK, limit=SHOWN),
        is_office=who.staff().role is Role.OFFICE,
    )


@blueprint.get("/desk/screen")
def screen() -> ResponseReturnValue:
    """The same on a wall: dark, figures that read at four metres, renewed without a reload."""
    funnel = [(state, count) for state, count in findings.funnel(db(), sealing.unreleased()).items() if count]
    return render_template(
        "desk/screen.html",
        **_picture(sealing.unreleased()),
        funnel=funnel,
        district=district.current(db()),
        moment=now(),
    )


def _picture(hidden: Hidden) -> dict[str, object]:
    """What both pages show of the lists, and what is late."""
    came_in = channels.totals(db(), now() - WEEK, hidden)
    behind = projects.page(db(), Filter(light=Light.RED), today(), order="due", limit=SHOWN)
    return {
        "totals": projects.totals(db(), Filter(), today()),
        "states": list(ProjectState),
        "lights": list(Light),
        "by_light": lights.counts(db(), today()),
        "residents": came_in.get(Audience.RESIDENT, (0, 0)),
        "deputies": came_in.get(Audience.DEPUTY, (0, 0)),
        "reports": reports.totals(db(), reports.Filter(), now() - WEEK),
        "behind": list_kinds.rows("home", behind),
    }
