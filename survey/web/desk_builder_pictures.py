"""Pictures of the options of one question in the builder: put there, replaced and taken away, each as one step."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.problems import WrongForm
from survey.questionnaires import catalogue, drafts, editing, pictures
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.tables import Version
from survey.web.desk_builder import EDIT, of_row, phone
from survey.web.desk_questionnaires import told
from survey.web.transaction import db, now

blueprint = Blueprint("desk_builder_pictures", __name__, url_prefix=f"/desk/questionnaires{EDIT}")
PATH = "/question/<name>/pictures"


@blueprint.get(PATH)
def page(version_id: int, name: str) -> ResponseReturnValue:
    """The options of a question with their pictures."""
    version = drafts.of_id(db(), version_id)
    return _page(version, _question(catalogue.questionnaire_of(version), name))


@blueprint.post(f"{PATH}/put")
def put(version_id: int, name: str) -> ResponseReturnValue:
    """Give an option a picture, for everybody or for the readers of one language; it takes the place of the old one."""
    version, form, question = _sent(version_id, name)
    option, language = _meant(form, question)
    file = request.files.get("picture")
    if file is None or not file.filename:
        return _page(version, question, {option: gettext("Please choose a picture first.")})
    try:
        kept, jpeg = pictures.drawn({file.filename: file.read()})[file.filename]
    except WrongForm as wrong:
        return _page(version, question, {option: told(wrong.faults[0])})
    pictures.keep(db(), [(kept, jpeg)], now())
    return _kept(version, form, question, option, editing.pictured(form, name, option, language, kept))


@blueprint.post(f"{PATH}/remove")
def remove(version_id: int, name: str) -> ResponseReturnValue:
    """Take a picture of an option away."""
    version, form, question = _sent(version_id, name)
    option, language = _meant(form, question)
    return _kept(version, form, question, option, editing.pictured(form, name, option, language, ""))


def _kept(
    version: Version, form: Questionnaire, question: Question, option: str, changed: Questionnaire
) -> ResponseReturnValue:
    try:
        drafts.change(db(), version, changed)
    except WrongForm as wrong:
        sentence = " ".join(of_row(fault, changed) for fault in wrong.faults)
        db().rollback()
        return _page(version, question, {option: sentence})
    db().commit()
    return redirect(url_for(".page", version_id=version.id, name=question.name, _anchor=f"option-{option}"), 303)


def _sent(version_id: int, name: str) -> tuple[Version, Questionnaire, Question]:
    """The draft that the sender saw, and the question; raises NotFound."""
    version = drafts.of_id(db(), version_id, request.form.get("seen", ""))
    form = catalogue.questionnaire_of(version)
    return version, form, _question(form, name)


def _question(form: Questionnaire, name: str) -> Question:
    found = next((question for question in form.questions if question.name == name), None)
    if found is None or not found.choices:
        raise problems.NotFound()
    return found


def _meant(form: Questionnaire, question: Question) -> tuple[str, str]:
    """The option and the language, empty for everybody, that were sent; raises NotFound."""
    option, language = request.form.get("option", ""), request.form.get("language", "")
    if all(choice.name != option for choice in question.choices) or language not in ("", *form.languages):
        raise problems.NotFound()
    return option, language


def _page(version: Version, question: Question, wrong: dict[str, str] | None = None) -> ResponseReturnValue:
    """The page, with what is wrong with the picture of an option."""
    form = catalogue.questionnaire_of(version)
    return render_template(
        "desk/builder_pictures.html",
        version=version,
        form=form,
        question=question,
        wrong=wrong or {},
        typed=request.form,
        **phone(version),
    ), 422 if wrong else 200
