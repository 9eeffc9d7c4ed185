"""A department's own desk: its projects and nothing else, because every lookup takes the department."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.register import (
    cancelling,
    duty,
    lights,
    meetings,
    projects,
    promises,
    proposals,
    schedule,
    self_evaluations,
)
from survey.register.lights import ACTIVE
from survey.register.tables import Project, SelfEvaluation
from survey.rounds import findings
from survey.web import who
from survey.web.inputs import Input
from survey.web.inputs_plan import ClaimInput, MilestoneInput, NoteInput
from survey.web.transaction import db, now, today

blueprint = Blueprint("department_projects", __name__, url_prefix="/department")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """What we owe first, then all that we lead."""
    found = projects.led_by(db(), who.department())
    signals = lights.of_projects(db(), found, today())
    evaluated = self_evaluations.latest(db(), [project.id for project in found])
    month = self_evaluations.month_of(today())
    return render_template(
        "department/projects.html",
        department=who.department(),
        rows=[(project, projects.standing(project, today()), signals[project.id]) for project in found],
        owed=findings.owed_by(db(), who.department()),
        asked_back=proposals.asked_back(db(), who.department()),
        today=today(),
        late=duty.due_until(db(), found, today()),
        follow_ups=meetings.of_department(db(), who.department(), is_open=True),
        silent=[p for p in found if signals[p.id].is_silent and signals[p.id].light in ACTIVE],
        unevaluated=[p for p in found if signals[p.id].light in ACTIVE and _month(evaluated.get(p.id)) != month],
        rule=gettext(lights.RULE),
    )


def _month(evaluation: SelfEvaluation | None) -> str:
    return evaluation.month if evaluation else ""


@blueprint.get("/projects/<path:number>")
def project(number: str) -> ResponseReturnValue:
    """One of our projects: what was promised, what is done, what we still owe."""
    return _project(projects.of_department(db(), who.department(), number))


def _project(found: Project, status: int = 200, **typed: Input) -> ResponseReturnValue:
    return render_template(
        "department/project.html",
        project=found,
        standing=projects.standing(found, today()),
        sites=[site for site in found.sites if site.removed_at is None],
        inputs={
            "plan": MilestoneInput(formdata=None),
            "claim": ClaimInput(formdata=None),
            "note": NoteInput(formdata=None, on_schedule=True),
            **typed,
        },
        **told(found),
    ), status


def told(found: Project) -> dict[str, object]:
    """What the pages of a project show of its duty; the office's page shows the same."""
    return {
        "signal": lights.of_projects(db(), [found], today())[found.id],
        "rule": gettext(lights.RULE),
        "milestones": duty.milestones(db(), found),
        "schedule": schedule.of_projects(db(), [found], today()),
        "notes": duty.notes(db(), found),
        "follow_ups": meetings.of_project(db(), found),
        "evaluations": self_evaluations.of_project(db(), found),
        "changes": promises.history(db(), found),
        "cancellation": cancelling.cancellation(db(), found),
        "today": today(),
    }


@blueprint.post("/projects/<path:number>/milestones")
def plan(number: str) -> ResponseReturnValue:
    """Add a milestone."""
    found, typed = projects.of_department(db(), who.department(), number), MilestoneInput()
    if not typed.validate():
        return _project(found, 422, plan=typed)
    made = duty.plan(db(), found, typed.milestone.data, typed.milestone_due.data)
    return _done(found, "milestone_planned", milestone=made.name, due_on=made.due_on.isoformat())


@blueprint.post("/projects/<path:number>/milestones/<int:milestone_id>")
def claim(number: str, milestone_id: int) -> ResponseReturnValue:
    """Report a milestone done, with what shows it."""
    found, typed = projects.of_department(db(), who.department(), number), ClaimInput()
    milestone = duty.milestone(db(), found, milestone_id)
    if not typed.validate():
        return _project(found, 422, claim=typed)
    duty.claim(milestone, typed.proof.data, done_on=today(), who=who.staff().name, now=now())
    return _done(found, "milestone_claimed", milestone=milestone.name)


@blueprint.post("/projects/<path:number>/notes")
def note(number: str) -> ResponseReturnValue:
    """Note progress, and whether the project is on schedule."""
    found, typed = projects.of_department(db(), who.department(), number), NoteInput()
    if not typed.validate():
        return _project(found, 422, note=typed)
    on_schedule = bool(typed.on_schedule.data)
    duty.note(db(), found, typed.progress.data, on_schedule=on_schedule, who=who.staff().name, now=now())
    return _done(found, "progress_noted", on_schedule=on_schedule)


def _done(found: Project, act: str, **detail: object) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, found.number, now(), **detail)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("department_projects.project", number=found.number), code=303)
