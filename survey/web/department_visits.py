"""The visits that a department may know of: announced tours, and unannounced visits once they are released."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.visits import visits
from survey.web import who
from survey.web.transaction import db

blueprint = Blueprint("department_visits", __name__, url_prefix="/department/visits")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The newest first."""
    department = who.department()
    rows = visits.all_of_department(db(), department)
    return render_template("department/visits.html", rows=rows, department=department)
