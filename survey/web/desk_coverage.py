"""The desk's coverage of visits: which projects are owed one, what each deputy's marks tell, what a plan would do."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.scorecards import coverage, district
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("desk_coverage", __name__, url_prefix="/desk/scorecards/coverage")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Coverage of the period's visits, those that are arranged included."""
    zone = settings().timezone
    background = district.background(db(), district.period_at(db(), now(), zone), zone, today=today())
    return render_template(
        "desk/coverage.html", covered=coverage.of_district(db(), background), period=background.period
    )
