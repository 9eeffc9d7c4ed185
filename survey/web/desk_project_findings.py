"""What is open at one project, and the end of all of it when the project is cancelled, with one reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from survey import problems
from survey.people.tables import Role
from survey.problems import N_
from survey.register import projects
from survey.register.tables import Project
from survey.rounds import findings, moves
from survey.rounds.tables import Act, By
from survey.web import who
from survey.web.inputs_findings import CloseInput, sentence
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_project_findings", __name__, url_prefix="/desk/findings/of")


class CancelledInput(CloseInput):
    title, button = N_("The project is cancelled"), N_("Close all of them")
    text = sentence(N_("Why, and what happens instead; everybody concerned reads this"))


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    """Every finding of the project that has not ended."""
    return _page(projects.of_number(db(), number), CancelledInput(formdata=None))


def _page(project: Project, typed: CancelledInput) -> ResponseReturnValue:
    return render_template(
        "desk/project_findings.html",
        project=project,
        rows=findings.open_of_project(db(), project),
        today=today(),
        input=typed if who.staff().role is Role.OFFICE else None,
    ), 422 if typed.errors else 200


@blueprint.post("/<path:number>")
def close(number: str) -> ResponseReturnValue:
    """Close what can be closed without a fix; whoever raised what has a reply still gives the verdict."""
    project, typed = projects.of_number(db(), number), CancelledInput()
    if not typed.validate():
        return _page(project, typed)
    rows = findings.open_of_project(db(), project)
    closed = sum(_close(finding.code, typed) for finding in rows)
    flash(ngettext("%(num)d finding is closed, not fixed.", "%(num)d findings are closed, not fixed.", closed))
    if left := len(rows) - closed:
        flash(gettext("%(num)d have a reply and wait for the verdict of whoever raised them.", num=left))
    db().commit()
    return redirect(url_for("desk_project_findings.page", number=number), 303)


def _close(code: str, typed: CancelledInput) -> bool:
    """Whether a finding could be closed."""
    deed = typed.deed(By.OFFICE, who.staff().login)
    assert deed.act is Act.CLOSE
    try:
        moves.perform(db(), findings.of_office(db(), code), deed, now(), today())
    except problems.NotNow:
        return False
    return True
