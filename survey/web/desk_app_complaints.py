"""What people say of the app itself, and what the office did about it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from survey.collect import app_complaints
from survey.people import audit
from survey.problems import N_
from survey.web import who
from survey.web.inputs import Input
from survey.web.inputs_plan import text
from survey.web.transaction import db, now

blueprint = Blueprint("desk_app_complaints", __name__, url_prefix="/desk/app-complaints")


class DoneInput(Input):
    done = text(lazy_gettext(N_("What was done about it")))


@blueprint.get("")
def page() -> ResponseReturnValue:
    return render_template("desk/app_complaints.html", complaints=app_complaints.newest(db()))


@blueprint.post("/<int:complaint_id>")
def settle(complaint_id: int) -> ResponseReturnValue:
    """Say what was done about one."""
    found, typed = app_complaints.of_id(db(), complaint_id), DoneInput()
    if not typed.validate():
        flash(gettext("Please say what was done about it."), "bad")
        return redirect(url_for("desk_app_complaints.page"), 303)
    app_complaints.settle(found, typed.done.data, who=who.staff().login, now=now())
    audit.record(db(), who.staff().login, "app_complaint_settled", str(found.id), now())
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_app_complaints.page"), 303)
