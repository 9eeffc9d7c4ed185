"""Interviews: staff fill in the residents' questionnaire with one person after the other, at a site or by telephone."""

from dataclasses import replace
from uuid import uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from survey.collect import interviews, periods
from survey.people.tables import Role
from survey.questionnaires.tables import Audience
from survey.register import cancelling, codes, projects, sites
from survey.register.projects import Filter
from survey.register.tables import Site
from survey.web import who
from survey.web.sheets import newest, sheet_of, show
from survey.web.transaction import db, today

blueprint = Blueprint("interviews", __name__, url_prefix="/interviews")
SHOWN = 20
"""Projects that a search shows: these pages are kept on the phone."""


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Today's count, the sites of the last interviews, and a search for others."""
    search = request.args.get("q", "").strip()
    shown = _found(search) if search else interviews.recent_sites(db(), who.staff().id) or _found("")
    printed = codes.living_of(db(), [site.id for site in shown])
    is_office = who.staff().role is Role.OFFICE
    held = interviews.counts(db(), today(), account_id=None if is_office else who.staff().id)
    return render_template(
        "interviews.html",
        search=search,
        sites=[(site, printed[site.id]) for site in shown if site.id in printed],
        held=held,
        total=sum(each.count for each in held),
        is_office=is_office,
    )


def _found(search: str) -> list[Site]:
    found = projects.page(db(), Filter(search=search[: projects.LONGEST_SEARCH]), today(), limit=SHOWN)
    return sites.of_projects(db(), [project.id for project in found])


@blueprint.get("/<code>")
def sheet(code: str) -> ResponseReturnValue:
    """A fresh questionnaire of a site; every filling is somebody else's."""
    place = codes.of_code(db(), code)
    cancelling.check_goes_on(db(), place.site.project)
    periods.current(db(), today())
    asked = sheet_of(place, uuid4(), newest(place, Audience.RESIDENT))
    return show(replace(asked, interviewer=who.interviewing(who.staff())))
