"""The desk's first page: the five lists as one picture, what is late, and what changed this week."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.collect import channels
from survey.people.tables import Role
from survey.questionnaires.tables import Audience
from survey.register import lights, projects, promises, proposals
from survey.register.lights import Light
from survey.register.projects import Filter
from survey.register.tables import ProjectState
from survey.watch import reports
from survey.web import list_kinds, who
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_home", __name__)
WEEK = timedelta(days=7)
SHOWN = 8


@blueprint.get("/desk")
def page() -> ResponseReturnValue:
    came_in = channels.totals(db(), now() - WEEK)
    behind = projects.page(db(), Filter(light=Light.RED), today(), order="due", limit=SHOWN)
    return render_template(
        "desk/home.html",
        totals=projects.totals(db(), Filter(), today()),
        states=list(ProjectState),
        lights=list(Light),
        by_light=lights.counts(db(), today()),
        residents=came_in.get(Audience.RESIDENT, (0, 0)),
        deputies=came_in.get(Audience.DEPUTY, (0, 0)),
        reports=reports.totals(db(), reports.Filter(), now() - WEEK),
        waiting=proposals.waiting_count(db()),
        behind=list_kinds.rows("home", behind),
        changes=promises.since(db(), now() - WEEK, limit=SHOWN),
        is_office=who.staff().role is Role.OFFICE,
    )
