"""The builder: a draft as a list of questions to move, duplicate, delete and undo, with its phone beside it.

It works without script by one request a step; static/js/builder.js only spares the reloads and adds dragging.
"""

import re
from collections.abc import Callable, Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from survey.people import audit
from survey.printing import qr
from survey.problems import Fault, WrongForm
from survey.questionnaires import catalogue, drafts, editing, kinds, versions, writing
from survey.questionnaires.columns import language_code, split_heading
from survey.questionnaires.editing import Place
from survey.questionnaires.model import Questionnaire
from survey.questionnaires.spelling import written
from survey.questionnaires.tables import Version
from survey.register.district import public_url
from survey.web import previews, who
from survey.web.desk_questionnaires import told
from survey.web.inputs_questions import Entry
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_builder", __name__, url_prefix="/desk/questionnaires")
NAME = re.compile(r"[\w.-]{1,100}")
EDIT = "/<int:version_id>/edit"


@blueprint.post("/begin")
def begin() -> ResponseReturnValue:
    """Open the builder on a copy of a questionnaire under a name of the office's own, or on the draft of that name."""
    pattern = versions.of_id(db(), request.form.get("pattern", 0, int))
    name = request.form.get("name", "").strip().removeprefix(versions.OFFICE)
    if not NAME.fullmatch(name):
        flash(gettext("A questionnaire's name has letters, digits, - and _, without spaces."), "bad")
        return redirect(url_for("desk_questionnaires.page", _anchor="begin"), 303)
    copy = editing.named(catalogue.questionnaire_of(pattern), versions.OFFICE + name)
    version = drafts.begin(db(), copy)
    audit.record(db(), who.staff().login, "questionnaire_drafted", version.stamp, now())
    db().commit()
    return redirect(url_for(".page", version_id=version.id), 303)


@blueprint.get(EDIT)
def page(version_id: int) -> ResponseReturnValue:
    """The list of questions of a draft."""
    return _page(drafts.of_id(db(), version_id))


def _page(version: Version, faults: Sequence[str] = (), status: int = 200) -> ResponseReturnValue:
    form = catalogue.questionnaire_of(version)
    undone, redone = drafts.step_counts(db(), version)
    return render_template(
        "desk/builder.html",
        version=version,
        form=form,
        faults=faults,
        kinds=kinds.KINDS,
        written=written,
        neighbours=lambda section, position: editing.neighbours(form, Place(section, position)),
        step_count=undone,
        redo_count=redone,
        **phone(version),
    ), status


def phone(version: Version) -> dict[str, object]:
    """How a phone shows a version, and the code by which a real one opens it."""
    address = previews.address(version)
    return {"preview": address, "qr": Markup(qr.svg(public_url(db(), settings()) + address))}


def change(version_id: int, edit: Callable[[Questionnaire], Questionnaire], anchor: str) -> ResponseReturnValue:
    """Change the draft that the sender saw, and show the list at the question that was changed."""
    version = drafts.of_id(db(), version_id, request.form.get("seen", ""))
    changed = edit(catalogue.questionnaire_of(version))
    try:
        drafts.change(db(), version, changed)
    except WrongForm as wrong:
        return _page(version, [of_row(fault, changed) for fault in wrong.faults], 422)
    db().commit()
    return redirect(url_for("desk_builder.page", version_id=version_id, _anchor=anchor), 303)


def of_row(fault: Fault, form: Questionnaire) -> str:
    """What is wrong, after the name of the question that it is wrong with."""
    rows = {row.number: row for row in writing.sheets(form)[fault.sheet].rows} if fault.sheet else {}
    name = rows[fault.row].get("name") if fault.row in rows else ""
    return f"{name}: {told(fault)}" if name else told(fault)


def sort_faults(wrong: WrongForm, entry: Entry, name: str, form: Questionnaire) -> list[str]:
    """Put each fault of one row at its field of the page; gives those that have none there."""
    rows = {row.number: row for row in writing.sheets(form)["survey"].rows}
    others = []
    for fault in wrong.faults:
        if fault.sheet == "survey" and fault.row in rows and rows[fault.row].get("name") == name:
            entry.wrong[_field(fault)] = told(fault)
        else:
            others.append(of_row(fault, form))
    return others


def _field(fault: Fault) -> str:
    column, language = split_heading(fault.column)
    code = language_code(language)
    return {"parameters": "start", "score": "weight"}.get(column, column) + (f".{code}" if code else "")


@blueprint.post(f"{EDIT}/move")
def move(version_id: int) -> ResponseReturnValue:
    """Put a question at another place: `to` is section:position."""
    name, to = request.form.get("question", ""), re.fullmatch(r"(-1|\d{1,4}):(\d{1,4})", request.form.get("to", ""))
    return _at(version_id, name, lambda form: editing.moved(form, name, Place(int(to[1]), int(to[2]))) if to else form)


@blueprint.post(f"{EDIT}/delete")
def delete(version_id: int) -> ResponseReturnValue:
    name = request.form.get("question", "")
    return _at(version_id, name, lambda form: editing.deleted(form, name))


@blueprint.post(f"{EDIT}/out")
def take_out(version_id: int) -> ResponseReturnValue:
    """Put a question outside its section, behind it."""
    name = request.form.get("question", "")
    return _at(version_id, name, lambda form: editing.taken_out(form, name))


@blueprint.post(f"{EDIT}/duplicate")
def duplicate(version_id: int) -> ResponseReturnValue:
    name = request.form.get("question", "")
    return _at(version_id, name, lambda form: editing.duplicated(form, name))


def _at(version_id: int, name: str, edit: Callable[[Questionnaire], Questionnaire]) -> ResponseReturnValue:
    """Change something about a question that is there."""

    def on_question(form: Questionnaire) -> Questionnaire:
        return edit(form) if editing.place_of(form, name) else form

    return change(version_id, on_question, f"q-{name}")


@blueprint.post(f"{EDIT}/undo")
def undo(version_id: int) -> ResponseReturnValue:
    """Take the last step back."""
    version = drafts.of_id(db(), version_id, request.form.get("seen", ""))
    drafts.undo(db(), version)
    db().commit()
    return redirect(url_for(".page", version_id=version_id), 303)


@blueprint.post(f"{EDIT}/redo")
def redo(version_id: int) -> ResponseReturnValue:
    """Do the step again that was undone last."""
    version = drafts.of_id(db(), version_id, request.form.get("seen", ""))
    drafts.redo(db(), version)
    db().commit()
    return redirect(url_for(".page", version_id=version_id), 303)
