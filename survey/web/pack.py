"""A deputy's pack for the field: every site of the district and the sheet to score it with, without a network."""

from uuid import uuid4

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from survey import problems
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register import codes, positions
from survey.register.tables import Category, Project, Site, SiteCode
from survey.web import who
from survey.web.sheets import Sheet, show
from survey.web.transaction import db

blueprint = Blueprint("pack", __name__, url_prefix="/deputy")


@blueprint.get("/pack.json")
def sites() -> ResponseReturnValue:
    """`{"sites": [[code, number, project, site, sheet, at], …]}`.

    `sheet` is the questionnaire version to ask, `at` where the site is, as `positions.for_phone` writes it.
    """
    _deputy_only()
    rows = codes.leading(db())
    sheets = {
        category: catalogue.for_project(db(), Audience.DEPUTY, category).id
        for category in {row.category for row in rows}
    }
    return jsonify(sites=[[*row[:4], sheets[row.category], positions.for_phone(row.at)] for row in rows])


@blueprint.get("/sheets/<int:version_id>")
def sheet(version_id: int) -> ResponseReturnValue:
    """A scoring sheet of no site yet: the phone writes in which one it was opened for."""
    _deputy_only()
    version, questionnaire = catalogue.of_id(db(), version_id)
    if version.audience is not Audience.DEPUTY:
        raise problems.NotFound()
    return show(Sheet(_nowhere(), uuid4(), version, questionnaire))


def _deputy_only() -> None:
    if who.deputy() is None:
        raise problems.PassNeeded()


def _nowhere() -> SiteCode:
    """A place without a name; never stored."""
    project = Project(number="", name="", target="", category=Category(name=""))
    return SiteCode(code="", site=Site(name="", project=project))
