"""A questionnaire as a phone shows it, to look at and to fill without being counted: in the desk's frame or by its QR.

Whoever has the address may try it: it is signed, leads to one version, and nothing that is sent there is stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from itsdangerous import BadSignature, URLSafeSerializer

from survey import problems
from survey.questionnaires import answers, catalogue, scoring, versions
from survey.questionnaires.evaluate import holds
from survey.questionnaires.model import Question, Questionnaire, Section
from survey.questionnaires.tables import Version
from survey.register.tables import Category, Project, Site, SiteCode
from survey.web.arrivals import read_form, typed
from survey.web.language import LANGUAGES, SIZES, language
from survey.web.refusals import STATUS, fields_of, sentence_of
from survey.web.security import allow_own_frame, csrf
from survey.web.sheets import Sheet, page_of
from survey.web.transaction import db, moment, only_read

blueprint = Blueprint("preview", __name__)


@dataclass(frozen=True)
class Preview(Sheet):
    """A sheet at a site that does not exist."""

    token: str = ""

    @property
    def is_counted(self) -> bool:
        return False

    @property
    def address(self) -> str:
        return url_for("preview.page", token=self.token, speak=self.language)


def address(version: Version) -> str:
    """The path at which a version can be tried."""
    return url_for("preview.page", token=_signer().dumps(version.id))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="preview")


def sheet_of(version: Version, token: str = "") -> Preview:
    """A version at a sample site of its category."""
    category = Category(name=(catalogue.questionnaire_of(version).categories or (gettext("Every category"),))[0])
    project = Project(number=version.stamp, name=gettext("Sample project"), category=category, target="")
    place = SiteCode(code="PREVIEW", site=Site(name=gettext("Nothing you send here is counted"), project=project))
    return Preview(place, uuid4(), version, catalogue.questionnaire_of(version), token=token)


@blueprint.get("/try/<token>")
def page(token: str) -> ResponseReturnValue:
    return _show(_of_token(token))


@blueprint.post("/try/<token>")
@csrf.exempt
def send(token: str) -> ResponseReturnValue:
    """Say what would have been stored, or what is wrong; nothing is."""
    only_read()
    form = read_form()
    sheet = replace(_of_token(token), typed=typed(form))
    if "switch" in form:
        return _switch(sheet, form["switch"][0])
    try:
        cleaned = answers.clean(sheet.questionnaire, typed(form), moment())
    except (problems.WrongAnswers, problems.NotAsked) as problem:
        with force_locale(_spoken()):
            wrong = replace(sheet, problem=sentence_of(problem), errors=fields_of(problem))
        return _show(wrong), STATUS[type(problem)]
    allow_own_frame()
    with force_locale(_spoken()):
        rows = [row for section in sheet.questionnaire.sections for row in _rows(sheet, section, cleaned)]
        score = scoring.score_of(sheet.questionnaire, cleaned, moment())
        return render_template("tried.html", sheet=sheet, rows=rows, score=score)


def show_unsaved(version: Version, questionnaire: Questionnaire | None, wrong: Sequence[str]) -> ResponseReturnValue:
    """How a phone would show a draft as it is being typed, or what keeps it from being shown."""
    if questionnaire is None or wrong:
        allow_own_frame()
        return render_template("desk/builder_not_yet.html", wrong=wrong), 422
    token = _signer().dumps(version.id)
    return _show(replace(sheet_of(version, token), questionnaire=questionnaire))


def _of_token(token: str) -> Preview:
    try:
        version_id = _signer().loads(token)
    except BadSignature:
        raise problems.NotFound() from None
    return sheet_of(versions.of_id(db(), version_id), token)


def _spoken() -> str:
    """The language of the preview, which leaves that of the desk alone."""
    asked = request.args.get("speak", "")
    return asked if asked in LANGUAGES else language()


def _show(sheet: Preview) -> str:
    allow_own_frame()
    with force_locale(_spoken()):
        return page_of(sheet)


def _switch(sheet: Preview, choice: str) -> ResponseReturnValue:
    name, _, value = choice.partition("=")
    if name == "more":
        return _show(replace(sheet, another=value))
    if name == "size" and value in SIZES:
        g.size = value
        return _show(sheet)
    return redirect(url_for("preview.page", token=sheet.token, speak=value), 303)


def _rows(sheet: Sheet, section: Section, cleaned: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    """The rows of a section's answers; of a repeat block by block."""
    for number, block in enumerate(cleaned.get(section.name, ()) if section.repeats else [cleaned], 1):
        for question in (question for question in section.questions if question.name in block):
            called, words, opens = _row(sheet, question, block)
            yield f"{called} ({number})" if section.repeats else called, words, opens


def _row(sheet: Sheet, question: Question, cleaned: dict[str, Any]) -> tuple[str, str, bool]:
    """(question, answer, whether it opens a finding) in the words of the page."""
    answer = cleaned[question.name]
    known = answers.situation(moment()) | cleaned
    opens = question.opens_finding is not None and holds(question.opens_finding, known, answer)
    called = sheet.questionnaire.called(question, sheet.language)
    return called, sheet.questionnaire.words_of(question, answer, sheet.language), opens
