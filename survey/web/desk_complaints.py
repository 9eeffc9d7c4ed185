"""Where the office reads residents' low grades and raises findings from them, or from what it heard elsewhere."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.register import projects
from survey.register.tables import Project
from survey.rounds import complaints, findings
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Origin
from survey.web import who
from survey.web.inputs_findings import RaiseInput
from survey.web.transaction import db, now

blueprint = Blueprint("desk_complaints", __name__, url_prefix="/desk/findings/raise")


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Every project with low grades, those with the most that nobody took up first."""
    return render_template("desk/complaints.html", rows=complaints.counted(db()))


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    """A project's low grades by site, and the form that raises a finding."""
    project = projects.of_number(db(), number)
    return _page(project, RaiseInput(project.sites, formdata=None))


def _page(project: Project, typed: RaiseInput) -> ResponseReturnValue:
    return render_template(
        "desk/raise.html",
        project=project,
        input=typed,
        complaints=complaints.of_project(db(), project.id),
        chosen=request.form.getlist("submission"),
    ), 422 if typed.errors else 200


@blueprint.post("/<path:number>")
def raise_(number: str) -> ResponseReturnValue:
    """Raise one finding; the chosen low grades are taken up by it together."""
    project = projects.of_number(db(), number)
    typed = RaiseInput(project.sites)
    if not typed.validate():
        return _page(project, typed)
    open_ones = {c.submission_id for of_site in complaints.of_project(db(), project.id).values() for c in of_site}
    chosen = {id_ for id_ in open_ones if str(id_) in request.form.getlist("submission")}
    finding = typed.finding(project.id)
    if finding.origin is not Origin.RESIDENT:
        chosen = set[UUID]()
    deed = Deed(Act.RAISE, By.OFFICE, who.staff().login, finding.text)
    findings.raise_(db(), finding, deed, now(), [(project.id, id_, "") for id_ in chosen])
    flash(gettext("The finding is raised. Now send it to a department."))
    db().commit()
    return redirect(url_for("desk_findings.finding", code=finding.code), 303)
