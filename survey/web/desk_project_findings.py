"""What is open at one project, and the end of all of it when the project is cancelled, with one reason."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from survey.collect import submissions
from survey.people.tables import Role
from survey.problems import N_
from survey.register import cancelling, projects
from survey.register.promises import Amendment
from survey.register.tables import Project, ProjectState
from survey.rounds import findings
from survey.web import cancelled, who
from survey.web.desk_visits import days_of
from survey.web.inputs import Input
from survey.web.inputs_findings import sentence
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("desk_project_findings", __name__, url_prefix="/desk/findings/of")


class CancelInput(Input):
    text = sentence(N_("Why, and what happens instead; everybody concerned reads this"))


class ResumeInput(Input):
    text = sentence(N_("Why it goes on after all"))


@blueprint.get("/<path:number>")
def page(number: str) -> ResponseReturnValue:
    """Every finding of the project that has not ended."""
    project = projects.of_number(db(), number)
    is_cancelled = project.state is ProjectState.CANCELLED
    return _page(project, (ResumeInput if is_cancelled else CancelInput)(formdata=None))


def _page(project: Project, typed: CancelInput | ResumeInput) -> ResponseReturnValue:
    return render_template(
        "desk/project_findings.html",
        project=project,
        cancellation=cancelling.cancellation(db(), project),
        rows=findings.open_of_project(db(), project),
        late=submissions.late_count(db(), project.id),
        today=today(),
        input=typed if who.staff().role is Role.OFFICE else None,
    ), 422 if typed.errors else 200


@blueprint.post("/<path:number>")
def cancel(number: str) -> ResponseReturnValue:
    """Give up the promise: visits leave it out, what is open ends unfixed, and nothing is asked there any more.

    Whoever raised what has a reply still gives the verdict.
    """
    project, typed = projects.of_number(db(), number), CancelInput()
    if not typed.validate():
        return _page(project, typed)
    by = _amendment(typed.text.data)
    cancelling.cancel(db(), project, by)
    done = cancelled.end(db(), project, by, who.staff().login, today())
    for visit in done.visits:
        if visit.cancelled_at is not None:
            flash(gettext("The visit of %(day)s is called off.", day=days_of(visit)))
        else:
            flash(gettext("The visit of %(day)s leaves this project out.", day=days_of(visit)))
    flash(ngettext("%(num)d finding is closed, not fixed.", "%(num)d findings are closed, not fixed.", done.findings))
    if done.left:
        flash(gettext("%(num)d have a reply and wait for the verdict of whoever raised them.", num=done.left))
    db().commit()
    return redirect(url_for("desk_project_findings.page", number=number), 303)


@blueprint.post("/<path:number>/resume")
def resume(number: str) -> ResponseReturnValue:
    """Take the project up again as it stood, and reopen what was closed with it."""
    project, typed = projects.of_number(db(), number), ResumeInput()
    if not typed.validate():
        return _page(project, typed)
    by = _amendment(typed.text.data)
    before = cancelling.cancellation(db(), project)
    cancelling.resume(db(), project, by)
    done = cancelled.take_up(db(), project, before, by, who.staff().login, today(), settings().timezone)
    for visit in done.visits:
        flash(gettext("The visit of %(day)s comes here again.", day=days_of(visit)))
    flash(ngettext("%(num)d finding is open again.", "%(num)d findings are open again.", done.findings))
    db().commit()
    return redirect(url_for("desk_project_findings.page", number=number), 303)


def _amendment(reason: str) -> Amendment:
    return Amendment(who.staff().name, reason, now())
