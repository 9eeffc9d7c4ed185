"""The catalogue at the desk: category by beneficiary group, the gaps, and the choice for single projects."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from survey import problems
from survey.people import audit
from survey.people.tables import Role
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register import coverage, projects
from survey.register.tables import Project
from survey.web import who
from survey.web.transaction import db, now

blueprint = Blueprint("desk_catalogue", __name__, url_prefix="/desk/questionnaires/catalogue")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Who is asked what: residents by category and group, deputies beside, and single projects."""
    chosen = {audience: catalogue.overrides(db(), audience) for audience in Audience}
    wanted = {project_id for each in chosen.values() for project_id in each}
    named = {project.id: project for project in db().scalars(select(Project).where(Project.id.in_(wanted)))}
    return render_template(
        "desk/catalogue.html",
        coverage=coverage.of_audience(db(), Audience.RESIDENT),
        deputies=coverage.of_audience(db(), Audience.DEPUTY),
        chosen=[(audience, named[id_], name) for audience, each in chosen.items() for id_, name in each.items()],
        offered=[version for audience in Audience for version in catalogue.all_published(db(), audience)],
        is_office=who.staff().role is Role.OFFICE,
    )


@blueprint.post("")
def choose() -> ResponseReturnValue:
    """Ask one project with a questionnaire of its own, or like its category again."""
    project = projects.of_number(db(), request.form.get("number", "").strip())
    audience, _, name = request.form.get("choice", "").partition(":")
    if audience not in list(Audience):
        raise problems.UnknownQuestionnaire()
    catalogue.choose(db(), project.id, Audience(audience), name, now())
    audit.record(db(), who.staff().login, "questionnaire_chosen", project.number, now(), questionnaire=name)
    db().commit()
    said = gettext("%(project)s is asked with %(name)s.", project=project.name, name=name)
    flash(said if name else gettext("%(project)s is asked like its category again.", project=project.name))
    return redirect(url_for(".page"), 303)
