"""Headings in the builder, under which questions stand together, and what a draft is about."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from survey import problems
from survey.questionnaires import catalogue, drafts, editing, menus
from survey.questionnaires.columns import CODE
from survey.questionnaires.model import Questionnaire, Section
from survey.questionnaires.tables import Version
from survey.web import inputs_questions as inputs
from survey.web.desk_builder import EDIT, change
from survey.web.inputs_questions import Entry
from survey.web.transaction import db

blueprint = Blueprint("desk_builder_headings", __name__, url_prefix=f"/desk/questionnaires{EDIT}")


@blueprint.get("/heading/<int:section>")
def one(version_id: int, section: int) -> ResponseReturnValue:
    """The heading of a section, to be changed."""
    version = drafts.of_id(db(), version_id)
    form = catalogue.questionnaire_of(version)
    found = _section(form, section)
    labels = {f"label.{code}": text for code, text in found.label.items()}
    fields = {"name": found.name, **labels, **inputs.fields_of_condition(found.relevant, form)}
    return _page(version, found.questions[0].name, fields, section)


@blueprint.get("/heading/at/<name>")
def new(version_id: int, name: str) -> ResponseReturnValue:
    """A blank heading above a question."""
    version = drafts.of_id(db(), version_id)
    form = catalogue.questionnaire_of(version)
    if editing.place_of(form, name) is None:
        raise problems.NotFound()
    return _page(version, name, {"name": editing.free_name(form, "part")})


@blueprint.post("/heading")
def save(version_id: int) -> ResponseReturnValue:
    """Put a heading above a question, or change one."""
    entry = Entry(request.form.to_dict())
    form = catalogue.questionnaire_of(drafts.of_id(db(), version_id))
    name, label = entry.get("name") or editing.free_name(form, "part"), entry.texts("label", form.languages)
    relevant, at = inputs.condition_of(entry, form), entry.get("at")
    if entry.wrong:
        return _page(
            drafts.of_id(db(), version_id), at, entry.fields, request.form.get("section", type=int), entry.wrong
        )
    if (number := request.form.get("section", type=int)) is not None:
        _section(form, number)
        return change(version_id, lambda form: editing.heading_replaced(form, number, name, label, relevant), f"q-{at}")
    heading = Section(name, label, (), relevant)
    return change(version_id, lambda form: editing.with_heading(form, at, heading), f"q-{at}")


@blueprint.post("/heading/<int:section>/move")
def move(version_id: int, section: int) -> ResponseReturnValue:
    """Move a section with its questions."""
    to = request.form.get("to", section, int)

    def section_moved(form: Questionnaire) -> Questionnaire:
        _section(form, section)
        return editing.section_moved(form, section, max(to, 0))

    return change(version_id, section_moved, f"section-{to}")


@blueprint.post("/heading/<int:section>/remove")
def remove(version_id: int, section: int) -> ResponseReturnValue:
    """Take a heading away; its questions stay."""

    def without_heading(form: Questionnaire) -> Questionnaire:
        _section(form, section)
        return editing.without_heading(form, section)

    return change(version_id, without_heading, f"section-{section}")


def _section(form: Questionnaire, number: int) -> Section:
    if number >= len(form.sections) or not form.sections[number].name:
        raise problems.NotFound()
    return form.sections[number]


def _page(
    version: Version, at: str, fields: dict[str, str], number: int | None = None, wrong: dict[str, str] | None = None
) -> ResponseReturnValue:
    form = catalogue.questionnaire_of(version)
    questions = [question for question in form.questions if question.type != "note"]
    names = [question.name for question in form.questions]
    before = set(names[: names.index(at)] if at in names else names)
    return render_template(
        "desk/builder_heading.html",
        version=version,
        form=form,
        at=at,
        section=number,
        fields=fields,
        wrong=wrong or {},
        operators=menus.OPERATORS,
        lines=range(menus.MOST_LINES),
        before=[question for question in questions if question.name in before],
    ), 422 if wrong else 200


@blueprint.get("/about")
def about(version_id: int) -> ResponseReturnValue:
    """Title, languages, categories and group of a draft."""
    version = drafts.of_id(db(), version_id)
    return render_template("desk/builder_about.html", version=version, form=catalogue.questionnaire_of(version))


@blueprint.post("/about")
def describe(version_id: int) -> ResponseReturnValue:
    """Keep the title and for whom it is, and add a language."""
    entry = Entry(request.form.to_dict())

    def described(form: Questionnaire) -> Questionnaire:
        code = entry.get("language").lower()
        languages = (*form.languages, code) if CODE.fullmatch(code) and code not in form.languages else form.languages
        return replace(
            form,
            title=entry.texts("form_title", languages),
            category=entry.get("category"),
            beneficiary_group=entry.get("group"),
            languages=languages,
        )

    return change(version_id, described, "main")
