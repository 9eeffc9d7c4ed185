"""The desk's first page: the five lists as one picture, what is late and what changed."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.people.tables import Role
from survey.register import departments, meetings, promises, proposals
from survey.web import picture, who
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_home", __name__)
WEEK = timedelta(days=7)
SHOWN = 8


@blueprint.get("/desk")
def page() -> ResponseReturnValue:
    return render_template(
        "desk/home.html",
        **picture.of_lists(who.hidden_sheets()),
        waiting=proposals.waiting_count(db()),
        follow_ups=meetings.late(db(), today(), limit=SHOWN),
        today=today(),
        changes=promises.since(db(), now() - WEEK, limit=SHOWN),
        unreached=departments.unreached(db()) if who.staff().role is Role.OFFICE else [],
        is_office=who.staff().role is Role.OFFICE,
    )
