"""Questionnaires on paper, for people without a phone: blank, or with a site filled in."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from survey.printing import choices, paper
from survey.questionnaires import catalogue
from survey.register import district
from survey.web import files
from survey.web.transaction import db

blueprint = Blueprint("desk_paper", __name__, url_prefix="/desk/print")


@blueprint.get("/paper.pdf")
def pdf() -> ResponseReturnValue:
    """One questionnaire, in one of its languages; `site` is any code of the site that it is for."""
    version, questionnaire = catalogue.of_id(db(), request.args.get("version", 0, type=int))
    typed = request.args.get("site", "").strip()
    code = choices.code_of_site(db(), typed) if typed else None
    made = paper.pdf(questionnaire, version.stamp, district.current(db()), request.args.get("language", "zh"), code)
    return files.pdf(made, f"{version.title} {version.number}")
