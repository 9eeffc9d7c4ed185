"""A deputy's own page: whose pass is open, and what this deputy has scored."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import submissions
from survey.rounds import findings
from survey.visits import visits
from survey.web import who
from survey.web.transaction import db

blueprint = Blueprint("deputy", __name__)


@blueprint.get("/deputy")
def page() -> ResponseReturnValue:
    """Own sheets only; without an open pass the refusal says what to do."""
    deputy = who.deputy()
    if deputy is None:
        raise problems.PassNeeded()
    return render_template(
        "deputy.html",
        deputy=deputy,
        visits=visits.all_of_deputy(db(), deputy),
        findings=findings.all_of_deputy(db(), deputy),
        scored=submissions.of_deputy(db(), deputy.id),
    )
