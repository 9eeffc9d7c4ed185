"""Headings in the builder, under which questions stand together, and what a draft is about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.problems import WrongForm
from survey.questionnaires import catalogue, drafts, editing, menus
from survey.questionnaires.columns import CODE
from survey.questionnaires.model import MOST_BLOCKS, Question, Questionnaire, Section
from survey.questionnaires.tables import Version
from survey.web import inputs_questions as inputs
from survey.web.desk_builder import EDIT, change, sort_faults
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
    fields |= {"repeats": "yes" if found.repeats else "", "last": found.questions[-1].name}
    return _page(version, found.questions[0].name, fields, section)


@blueprint.get("/heading/at/<name>")
def new(version_id: int, name: str) -> ResponseReturnValue:
    """A blank heading above a question, or a block that is answered several times."""
    version = drafts.of_id(db(), version_id)
    form = catalogue.questionnaire_of(version)
    if (place := editing.place_of(form, name)) is None:
        raise problems.NotFound()
    repeats = request.args.get("repeats") == "yes"
    last = name if repeats else form.sections[place.section].questions[-1].name
    fields = {"name": editing.free_name(form, "part"), "repeats": "yes" if repeats else "", "last": last}
    return _page(version, name, fields)


@blueprint.post("/heading")
def save(version_id: int) -> ResponseReturnValue:
    """Put a heading above a question, or change one; what is wrong is told with everything still there."""
    version = drafts.of_id(db(), version_id, request.form.get("seen", ""))
    entry, form = Entry(request.form.to_dict()), catalogue.questionnaire_of(version)
    name, at, number = entry.get("name") or editing.free_name(form, "part"), entry.get("at"), _number()
    label, relevant = entry.texts("label", form.languages), inputs.condition_of(entry, form)
    heading = Section(name, label, (), relevant, repeats=entry.get("repeats") == "yes")
    others: list[str] = []
    if not entry.wrong:
        changed = _with(form, number, at, heading, entry.get("last"))
        try:
            drafts.change(db(), version, changed)
        except WrongForm as wrong:
            others = sort_faults(wrong, entry, name, changed)
    if entry.wrong or others:
        return _page(version, at, entry.fields, number, entry.wrong, others)
    db().commit()
    return redirect(url_for("desk_builder.page", version_id=version_id, _anchor=f"q-{at}"), 303)


def _number() -> int | None:
    """The section whose heading was sent; None for a new one."""
    return request.form.get("section", type=int)


def _with(form: Questionnaire, number: int | None, at: str, heading: Section, last: str) -> Questionnaire:
    if number is None:
        return editing.with_heading(form, at, heading, last)
    _section(form, number)
    return editing.heading_replaced(form, number, heading, last)


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
    version: Version,
    at: str,
    fields: dict[str, str],
    number: int | None = None,
    wrong: Mapping[str, str] = {},
    others: Sequence[str] = (),
) -> ResponseReturnValue:
    form = catalogue.questionnaire_of(version)
    names = [question.name for question in form.questions]
    before = set(names[: names.index(at)] if at in names else names)
    asked = [q for q in form.questions if q.type != "note" and q.name in before and q.name not in form.repeats]
    return render_template(
        "desk/builder_heading.html",
        version=version,
        form=form,
        at=at,
        section=number,
        fields=fields,
        wrong=wrong,
        others=others,
        held=_held(form, at),
        most=MOST_BLOCKS,
        operators=menus.OPERATORS,
        lines=range(menus.MOST_LINES),
        before=asked,
    ), 422 if wrong or others else 200


def _held(form: Questionnaire, at: str) -> tuple[Question, ...]:
    """The questions with one of which a section that begins at a question can end."""
    place = editing.place_of(form, at)
    return form.sections[place.section].questions[place.position :] if place else ()


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
