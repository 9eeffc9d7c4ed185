"""Questionnaires on paper, for people without a phone: blank, with a site filled in, or numbered to be keyed in."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from survey import problems
from survey.collect import paper_sheets
from survey.people import audit
from survey.printing import choices, look, paper
from survey.questionnaires import catalogue
from survey.register import district
from survey.web import desk_print, files, who
from survey.web.transaction import db, now, settings, today

MOST_SHEETS = 200
"""Sheets that are numbered at once."""
blueprint = Blueprint("desk_paper", __name__, url_prefix="/desk/print")


@blueprint.get("/paper.pdf")
def pdf() -> ResponseReturnValue:
    """One questionnaire, in one of its languages; `site` is any code of the site that it is for."""
    version, questionnaire = catalogue.of_id(db(), request.args.get("version", 0, type=int))
    typed = request.args.get("site", "").strip()
    code = choices.code_of_site(db(), typed) if typed else None
    made = paper.pdf(questionnaire, version.stamp, district.current(db()), request.args.get("language", "zh"), code)
    return files.pdf(made, f"{version.title} {version.number}")


@blueprint.post("/sheets.pdf")
def sheets() -> ResponseReturnValue:
    """Number new sheets of one site and print them."""
    form = request.form
    version, questionnaire = catalogue.of_id(db(), form.get("version", 0, type=int))
    count = form.get("count", 0, type=int)
    if not 1 <= count <= MOST_SHEETS:
        return desk_print.not_numbered(problems.TooManySheets(most=MOST_SHEETS))
    try:
        code = choices.code_of_site(db(), form.get("site", "").strip())
    except problems.Problem as problem:
        return desk_print.not_numbered(problem)
    language = form.get("language", "zh")
    made = paper_sheets.number(db(), version, code.code, language, count=count, now=now(), today=today())
    url = district.public_url(db(), settings())
    place = district.current(db())
    content = paper.content(questionnaire, version.stamp, place, language, code)
    addresses = {sheet.number: paper_sheets.address(sheet, url) for sheet in made}
    printed = paper.numbered(content, addresses, look.of(place))
    audit.record(db(), who.staff().login, "sheets_numbered", code.code, now(), first=made[0].number, count=count)
    db().commit()
    return files.pdf(printed, f"{version.title} {made[0].number}-{made[-1].number}")
