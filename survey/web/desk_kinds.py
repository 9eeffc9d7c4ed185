"""A project's sheets at the desk, and putting right whether those visited knew that somebody would come."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from survey import problems
from survey.register import projects
from survey.visits import kinds
from survey.web import who
from survey.web.inputs_visits import KindInput
from survey.web.transaction import db, now

blueprint = Blueprint("desk_kinds", __name__, url_prefix="/desk/scorecards/sheets")


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    """Every released sheet of the project that counts: who scored what, and as what kind of visit."""
    return _page(number, KindInput(formdata=None))


def _page(number: str, typed: KindInput, refused: str = "") -> ResponseReturnValue:
    project = projects.of_number(db(), number)
    return render_template(
        "desk/project_sheets.html",
        project=project,
        rows=kinds.of_project(db(), project),
        chosen=request.form.getlist("sheet"),
        input=typed,
        refused=refused,
    ), 422 if typed.errors or refused else 200


@blueprint.post("/<path:number>")
def correct(number: str) -> ResponseReturnValue:
    """Count the chosen sheets as the other kind of visit, with one reason."""
    project, typed, chosen = projects.of_number(db(), number), KindInput(), request.form.getlist("sheet")
    is_whole = typed.validate()
    if not chosen:
        return _page(number, typed, gettext("Please choose at least one sheet."))
    if not is_whole:
        return _page(number, typed)
    change = kinds.Change(typed.chosen(), typed.reason.data, who.staff().login)
    changed = kinds.correct(db(), project, _ids(chosen), change, now())
    flash(ngettext("%(num)d sheet is put right.", "%(num)d sheets are put right.", changed))
    db().commit()
    return redirect(url_for("desk_kinds.page", number=number), 303)


def _ids(chosen: list[str]) -> list[UUID]:
    try:
        return [UUID(each) for each in chosen]
    except ValueError:
        raise problems.NotFound() from None
