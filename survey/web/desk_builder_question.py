"""One question in the builder: typed, looked at on the phone beside it before it is kept, and kept."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.problems import WrongForm
from survey.questionnaires import catalogue, drafts, editing, kinds, menus
from survey.questionnaires.model import Question, Questionnaire
from survey.questionnaires.tables import Version
from survey.web import inputs_questions as inputs
from survey.web import previews
from survey.web.desk_builder import EDIT, of_row, phone, sort_faults
from survey.web.inputs_questions import Entry
from survey.web.transaction import db, only_read

blueprint = Blueprint("desk_builder_question", __name__, url_prefix=f"/desk/questionnaires{EDIT}")
USUAL_KIND = "select_one"
BLANK_OPTIONS = 3


@blueprint.get("/new")
def new(version_id: int) -> ResponseReturnValue:
    """A blank question of a type, which goes to the end of the list."""
    version = drafts.of_id(db(), version_id)
    form = catalogue.questionnaire_of(version)
    kind = request.args.get("type", USUAL_KIND)
    last = form.sections[-1]
    into = str(len(form.sections) - 1) if last.name and not last.repeats else ""
    fields = {"type": kind if kind in kinds.KINDS else USUAL_KIND, "name": editing.free_name(form, "q"), "into": into}
    return _page(version, "", fields)


@blueprint.get("/question/<name>")
def one(version_id: int, name: str) -> ResponseReturnValue:
    version = drafts.of_id(db(), version_id)
    form = catalogue.questionnaire_of(version)
    question = next((question for question in form.questions if question.name == name), None)
    if question is None:
        raise problems.NotFound()
    return _page(version, name, inputs.fields_of(question, form))


@blueprint.post("/question")
def save(version_id: int) -> ResponseReturnValue:
    """Keep what was typed; what is wrong is told at its field, with everything still there."""
    version = drafts.of_id(db(), version_id, request.form.get("seen", ""))
    entry, was = _entry(), request.form.get("was", "")
    question, changed = _typed(entry, was, catalogue.questionnaire_of(version))
    others: list[str] = []
    if not entry.wrong:
        try:
            drafts.change(db(), version, changed)
        except WrongForm as wrong:
            others = sort_faults(wrong, entry, question.name, changed)
    if entry.wrong or others:
        return _page(version, was, entry.fields, entry.wrong, others)
    db().commit()
    if "pictures" in request.form and question.choices:
        return redirect(url_for("desk_builder_pictures.page", version_id=version_id, name=question.name), 303)
    return redirect(url_for("desk_builder.page", version_id=version_id, _anchor=f"q-{question.name}"), 303)


@blueprint.post("/question/order")
def order(version_id: int) -> ResponseReturnValue:
    """Show the question with one of its options moved up or down; nothing is kept until it is saved."""
    only_read()
    version = drafts.of_id(db(), version_id)
    fields = {name: value for name, value in _entry().fields.items() if name not in ("up", "down")}
    step = -1 if "up" in request.form else 1
    fields, moved = inputs.reordered(fields, request.form.get("up", request.form.get("down", -1, int), int), step)
    return _page(version, request.form.get("was", ""), fields, moved=moved)


@blueprint.post("/look")
def look(version_id: int) -> ResponseReturnValue:
    """How a phone would show what is typed so far; nothing is kept."""
    only_read()
    version = drafts.of_id(db(), version_id)
    entry = _entry()
    _, changed = _typed(entry, request.form.get("was", ""), catalogue.questionnaire_of(version))
    try:
        return previews.show_unsaved(version, drafts.checked(changed), list(entry.wrong.values()))
    except WrongForm as wrong:
        return previews.show_unsaved(version, None, [of_row(fault, changed) for fault in wrong.faults])


def _entry() -> Entry:
    entry = Entry(request.form.to_dict())
    if entry.get("type") not in kinds.KINDS:
        raise problems.NotFound()
    return entry


def _typed(entry: Entry, was: str, form: Questionnaire) -> tuple[Question, Questionnaire]:
    """The question that was typed, and the questionnaire with it in its place or at the end."""
    question = inputs.question_of(entry, form)
    if editing.place_of(form, was) is None:
        into = entry.get("into")
        return question, editing.added(form, question, int(into) if into.isdecimal() else None)
    return question, editing.replaced(form, was, question)


def _page(
    version: Version,
    was: str,
    fields: Mapping[str, str],
    wrong: Mapping[str, str] = {},
    others: Sequence[str] = (),
    *,
    moved: int | None = None,
) -> ResponseReturnValue:
    form = catalogue.questionnaire_of(version)
    rows = {
        int(name.split(".")[1])
        for name, value in fields.items()
        if name.startswith("option.") and _is_said(name, value)
    }
    return render_template(
        "desk/builder_question.html",
        version=version,
        form=form,
        was=was,
        fields=fields,
        wrong=wrong,
        others=others,
        moved=moved,
        kinds=kinds.KINDS,
        operators=menus.OPERATORS,
        lines=range(menus.MOST_LINES),
        rows=range(max(rows, default=-1) + 1 + BLANK_OPTIONS),
        before=_before(form, was),
        **phone(version),
    ), 422 if wrong or others else 200


def _is_said(name: str, value: str) -> bool:
    """Whether a field of an option says something of its own; the numbers of blank lines do not."""
    return bool(value) and not name.endswith(".place")


def _before(form: Questionnaire, was: str) -> list[Question]:
    """The questions that a condition may ask about: those that come before, of a repeat only from within it."""
    questions = list(form.questions)
    names = [question.name for question in questions]
    before = questions[: names.index(was)] if was in names else questions
    known = (None, form.repeats.get(was))
    return [q for q in before if q.type != "note" and form.repeats.get(q.name) in known]
