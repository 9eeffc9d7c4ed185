"""The office edits a project; whoever saves second sees what changed meanwhile and chooses."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from survey import problems
from survey.people import audit
from survey.register import departments, names, projects, promises
from survey.register.promises import PROMISED, Amendment
from survey.register.tables import Category, NameKind, Project, ProjectState
from survey.web import who
from survey.web.inputs import refuse
from survey.web.inputs_plan import ProjectInput
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now
from survey.web.words import word

blueprint = Blueprint("desk_plan", __name__, url_prefix="/desk/plan")


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    project = projects.of_number(db(), number)
    return _page(project, ProjectInput(formdata=None, **_stored(project), version=project.version))


def _page(project: Project, typed: ProjectInput, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    stored = {name: promises.text(value) for name, value in _stored(project).items()}
    return render_template(
        "desk/plan.html",
        project=project,
        input=typed,
        refusal=refusal,
        stored=stored if refusal else {},
        states=list(ProjectState),
        names={kind: sorted(names.living(db(), kind)) for kind in NameKind},
        word=word,
    ), status


def _stored(project: Project) -> dict[str, promises.Value]:
    """The columns as they are now, in the shape of the input."""
    plain = {name: getattr(project, name) for name in ProjectInput.COLUMNS}
    return {
        **plain,
        "category": project.category.name,
        "department": project.department.name,
        "state": project.state.value,
    }


@blueprint.post("/<path:number>")
def save(number: str) -> ResponseReturnValue:
    """Store what was changed and keep what it was before."""
    project, typed = projects.of_number(db(), number), ProjectInput()
    if not typed.validate():
        return _page(project, typed, status=422)
    try:
        promises.check_version(db(), project, typed.seen)
        values = _values(typed)
    except problems.EditedMeanwhile as problem:
        typed.version.data = project.version
        return _page(project, typed, sentence_of(problem), 409)
    except problems.UnknownDepartment as problem:
        refuse(typed.department, sentence_of(problem))
        return _page(project, typed, status=422)
    if values["state"] is not project.state and ProjectState.CANCELLED in (values["state"], project.state):
        refuse(typed.state, gettext("Cancel a project, or take it up again, on its page, which asks for the reason."))
        return _page(project, typed, status=422)
    if not typed.reason.data and any(values[name] != getattr(project, name) for name in PROMISED):
        refuse(typed.reason, gettext("The promise itself changes. Please say why; it stays visible."))
        return _page(project, typed, status=422)
    made = promises.amend(db(), project, values, Amendment(who.staff().name, typed.reason.data, now()))
    if made:
        changes = {change.column: [change.old, change.new] for change in made}
        audit.record(db(), who.staff().login, "project_edited", project.number, now(), **changes)
    flash(gettext("Saved.") if made else gettext("Nothing was changed."))
    db().commit()
    return redirect(url_for("desk_projects.project", number=project.number), code=303)


def _values(typed: ProjectInput) -> dict[str, promises.Value]:
    """The project's columns as they were typed; a category nobody used yet is made on the way."""
    values = {name: typed[name].data for name in ProjectInput.COLUMNS}
    for kind in (NameKind.BATCH, NameKind.BENEFICIARY_GROUP, NameKind.CATEGORY):
        values[kind] = names.meant(db(), kind, typed[kind].data)
    category = db().scalar(select(Category).where(Category.name == values[NameKind.CATEGORY]))
    return {
        **values,
        "category": category or Category(name=values[NameKind.CATEGORY]),
        "department": departments.named(db(), typed.department.data),
        "state": ProjectState(typed.state.data),
    }
