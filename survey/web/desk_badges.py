"""Deputies' badges: their passes are issued and printed in one act."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.printing import badges
from survey.register import district
from survey.web import files, who
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_badges", __name__, url_prefix="/desk/print")


@blueprint.post("/badges.pdf")
def make() -> ResponseReturnValue:
    """Issue passes and print them: for the deputies named in `deputy`, else for all without a valid pass."""
    deputies = badges.chosen(db(), request.form.getlist("deputy"), now())
    address, zone = district.public_url(db(), settings()), settings().timezone
    made = [badges.issue(db(), deputy, address, zone=zone, now=now()) for deputy in deputies]
    pdf = badges.pdf(made, district.current(db()))
    numbers = [badge.number for badge in made]
    audit.record(db(), who.staff().login, "badges_printed", f"{len(made)} badges", now(), deputies=numbers)
    db().commit()
    return files.pdf(pdf, gettext("badges %(day)s", day=now().astimezone(zone).date()))
