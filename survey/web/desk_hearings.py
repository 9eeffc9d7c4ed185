"""The desk's hearings and visits to enterprises: noted, with what was said, and followed until it is settled."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, SelectField

from survey import problems
from survey.database import once
from survey.people import audit
from survey.problems import N_
from survey.register import projects
from survey.register.tables import Project
from survey.rounds import hearings
from survey.rounds.hearing_tables import Hearing, HearingKind
from survey.rounds.hearings import Step
from survey.web import who
from survey.web.inputs import Day, Input, WholeNumber, needed, optional, refuse
from survey.web.inputs_plan import text
from survey.web.transaction import db, now, today
from survey.web.words import word

blueprint = Blueprint("desk_hearings", __name__, url_prefix="/desk/hearings")


class HearingInput(Input):
    kind = SelectField(lazy_gettext(N_("Kind")), choices=[kind.value for kind in HearingKind])
    name = needed(lazy_gettext(N_("What it is called")))
    place = needed(lazy_gettext(N_("Where it is held")))
    held_on = Day(lazy_gettext(N_("Day")))
    attendance_count = WholeNumber(lazy_gettext(N_("How many came")))
    agenda = text(lazy_gettext(N_("Agenda")), must=False)


class OpinionInput(Input):
    text = text(lazy_gettext(N_("What was said, without names")))
    project = optional(lazy_gettext(N_("Number of the project")), most=40)


class StepInput(Input):
    step = HiddenField()
    told = text(lazy_gettext(N_("What the enterprise was told")))


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All hearings and visits, and the form that notes one more."""
    return _page(HearingInput(formdata=None))


def _page(typed: HearingInput, status: int = 200) -> ResponseReturnValue:
    typed.kind.choices = [(kind.value, word(kind)) for kind in HearingKind]
    return render_template("desk/hearings.html", input=typed, rows=hearings.every(db())), status


@blueprint.post("")
def hold() -> ResponseReturnValue:
    """Note a hearing or a visit to an enterprise."""
    typed = HearingInput()
    if not typed.validate():
        return _page(typed, 422)
    made = once(db(), Hearing(noted_by=who.staff().name, noted_at=now(), **typed.data), *typed.data)
    audit.record(db(), who.staff().login, "hearing_noted", made.name, now())
    db().commit()
    return redirect(url_for("desk_hearings.one", hearing_id=made.id), 303)


@blueprint.get("/<int:hearing_id>")
def one(hearing_id: int) -> ResponseReturnValue:
    """One hearing: its facts, what was said, and what became of it."""
    return _one(hearings.of_id(db(), hearing_id), OpinionInput(formdata=None))


def _one(found: Hearing, typed: OpinionInput, status: int = 200) -> ResponseReturnValue:
    rows = [(said, hearings.owed(db(), found, said)) for said in hearings.opinions(db(), found)]
    return render_template("desk/hearing.html", hearing=found, input=typed, rows=rows, today=today()), status


@blueprint.post("/<int:hearing_id>/opinions")
def note(hearing_id: int) -> ResponseReturnValue:
    """Note what somebody said."""
    found, typed = hearings.of_id(db(), hearing_id), OpinionInput()
    if not typed.validate():
        return _one(found, typed, 422)
    try:
        hearings.note(db(), found, typed.text.data, _project(typed.project.data))
    except problems.NotFound:
        refuse(typed.project, gettext("There is no project with this number."))
        return _one(found, typed, 422)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_hearings.one", hearing_id=found.id), 303)


def _project(number: str) -> Project | None:
    return projects.of_number(db(), number) if number else None


@blueprint.post("/<int:hearing_id>/opinions/<int:opinion_id>/raise")
def raise_(hearing_id: int, opinion_id: int) -> ResponseReturnValue:
    """Make an opinion a finding."""
    found = hearings.of_id(db(), hearing_id)
    said = hearings.opinion(db(), found, opinion_id)
    raised = hearings.raise_finding(db(), said, hearings.origin_of(found), who.staff().login, now())
    flash(gettext("The finding is raised. Now send it to a department."))
    db().commit()
    return redirect(url_for("desk_findings.finding", code=raised.code), 303)


@blueprint.post("/<int:hearing_id>/opinions/<int:opinion_id>/step")
def take_step(hearing_id: int, opinion_id: int) -> ResponseReturnValue:
    """Note that an enterprise's demand came one step further."""
    found, typed = hearings.of_id(db(), hearing_id), StepInput()
    said = hearings.opinion(db(), found, opinion_id)
    if not typed.validate() or typed.step.data not in set(Step):
        flash(gettext("Please say what the enterprise was told."), "bad")
        return redirect(url_for("desk_hearings.one", hearing_id=found.id), 303)
    hearings.take_step(said, Step(typed.step.data), typed.told.data, today())
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_hearings.one", hearing_id=found.id), 303)
