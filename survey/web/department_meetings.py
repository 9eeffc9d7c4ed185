"""What dispatch meetings asked of a department: open first, reported done with what was done."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.register import meetings
from survey.web import who
from survey.web.inputs_meetings import OutcomeInput
from survey.web.transaction import db, now, today

blueprint = Blueprint("department_meetings", __name__, url_prefix="/department/follow-ups")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """What we have to do, and what we did."""
    return _page(OutcomeInput(formdata=None))


def _page(typed: OutcomeInput, status: int = 200, wrong: int = 0) -> ResponseReturnValue:
    return render_template(
        "department/follow_ups.html",
        input=typed,
        wrong_one=wrong,
        open=meetings.of_department(db(), who.department(), is_open=True),
        done=meetings.of_department(db(), who.department(), is_open=False),
        today=today(),
    ), status


@blueprint.post("/<int:follow_up_id>")
def settle(follow_up_id: int) -> ResponseReturnValue:
    """Report one of ours done."""
    found = meetings.follow_up(db(), follow_up_id, department=who.department())
    typed = OutcomeInput()
    if not typed.validate():
        return _page(typed, 422, found.id)
    meetings.settle(found, typed.outcome.data, who=who.staff().name, today=today())
    audit.record(db(), who.staff().login, "follow_up_settled", found.meeting.name, now(), follow_up=found.id)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("department_meetings.page"), 303)
