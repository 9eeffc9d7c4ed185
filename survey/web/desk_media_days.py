"""The desk's media open days."""

import re

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from survey import problems
from survey.people import audit
from survey.people.tables import Role
from survey.problems import N_
from survey.register import projects
from survey.watch import days
from survey.watch.tables import MediaDay
from survey.web import who
from survey.web.inputs import Day, Input, needed, optional, refuse
from survey.web.inputs_plan import text
from survey.web.inputs_print import SEPARATORS
from survey.web.transaction import db, now

blueprint = Blueprint("desk_media_days", __name__, url_prefix="/desk/watch/days")


class MediaDayInput(Input):
    name = needed(lazy_gettext(N_("What it is called")), most=80)
    place = optional(lazy_gettext(N_("Where it is held")), most=120)
    held_on = Day(lazy_gettext(N_("Day")))
    outlets = text(lazy_gettext(N_("Which media came")))
    projects = needed(lazy_gettext(N_("Numbers of the projects on show")), most=2000)


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(MediaDayInput(formdata=None))


def _page(typed: MediaDayInput, status: int = 200) -> ResponseReturnValue:
    is_office = who.staff().role is Role.OFFICE
    return render_template("desk/media_days.html", rows=days.every(db()), input=typed, is_office=is_office), status


@blueprint.post("")
def hold() -> ResponseReturnValue:
    """Note a day with the projects that were shown."""
    typed = MediaDayInput()
    if not typed.validate():
        return _page(typed, 422)
    shown = []
    for number in filter(None, re.split(SEPARATORS, typed.projects.data)):
        try:
            shown.append(projects.of_number(db(), number))
        except problems.NotFound:
            refuse(typed.projects, gettext("There is no project with the number “%(number)s”.", number=number))
            return _page(typed, 422)
    day = MediaDay(
        name=typed.name.data,
        place=typed.place.data,
        held_on=typed.held_on.data,
        outlets=typed.outlets.data,
        noted_by=who.staff().name,
        noted_at=now(),
    )
    days.hold(db(), day, shown)
    audit.record(db(), who.staff().login, "media_day_noted", day.name, now(), projects=[each.number for each in shown])
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_media_days.one", day_id=day.id), code=303)


@blueprint.get("/<int:day_id>")
def one(day_id: int) -> ResponseReturnValue:
    """One day: what was shown, who came, and what was published afterwards."""
    day = days.of_id(db(), day_id)
    return render_template(
        "desk/media_day.html",
        day=day,
        projects=days.projects_of(db(), day),
        reports=days.reports_after(db(), day),
        span=days.AFTERWARDS.days,
    )
