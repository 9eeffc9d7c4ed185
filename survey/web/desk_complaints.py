"""Where the office reads residents' low grades and raises findings from them, or from what it heard elsewhere."""

from collections.abc import Sequence
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect.masking import mask
from survey.register import projects
from survey.register.tables import Project
from survey.rounds import complaints, findings
from survey.rounds.complaints import Complaint
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Origin
from survey.watch import reports
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
    found = complaints.of_project(db(), project.id)
    like = request.args.get("like", "")
    group = next((g for of in found.values() for g in complaints.groups(of) if str(g[0].submission_id) == like), [])
    proposed = _of_group(group, found) if group else _of_report(request.args.get("report", ""))
    return _page(project, RaiseInput(project.sites, formdata=None, **proposed), [str(c.submission_id) for c in group])


def _of_group(group: list[Complaint], found: dict[int, list[Complaint]]) -> dict[str, object]:
    """The fields that a group of like complaints proposes."""
    site = next(site_id for site_id, of_site in found.items() if group[0] in of_site)
    subject = "、".join(group[0].reasons[:2])
    return {"origin": Origin.RESIDENT, "site": site, "subject": subject, "text": mask(group[0].text)}


def _of_report(said: str) -> dict[str, object]:
    """The fields that a media report proposes, nothing without one."""
    if not (said.isascii() and said.isdigit() and len(said) < 10):
        return {}
    report = reports.of_id(db(), int(said))
    return {"origin": Origin.MEDIA, "subject": report.title[:60], "text": report.suggestion, "report": said}


def _page(project: Project, typed: RaiseInput, chosen: Sequence[str]) -> ResponseReturnValue:
    found = complaints.of_project(db(), project.id)
    return render_template(
        "desk/raise.html",
        project=project,
        input=typed,
        complaints=found,
        groups={site_id: complaints.groups(of_site) for site_id, of_site in found.items()},
        chosen=chosen,
    ), 422 if typed.errors else 200


@blueprint.post("/<path:number>")
def raise_(number: str) -> ResponseReturnValue:
    """Raise one finding; the chosen low grades are taken up by it together."""
    project = projects.of_number(db(), number)
    typed = RaiseInput(project.sites)
    if not typed.validate():
        return _page(project, typed, request.form.getlist("submission"))
    open_ones = {c.submission_id for of_site in complaints.of_project(db(), project.id).values() for c in of_site}
    chosen = {id_ for id_ in open_ones if str(id_) in request.form.getlist("submission")}
    finding = typed.finding(project.id)
    if finding.origin is not Origin.RESIDENT:
        chosen = set[UUID]()
    deed = Deed(Act.RAISE, By.OFFICE, who.staff().login, finding.text)
    findings.raise_(db(), finding, deed, now(), [(project.id, id_, "") for id_ in chosen])
    if finding.origin is Origin.MEDIA and typed.report.data:
        findings.note_report(db(), finding, reports.of_id(db(), typed.report.data))
    flash(gettext("The finding is raised. Now send it to a department."))
    db().commit()
    return redirect(url_for("desk_findings.finding", code=finding.code), 303)
