"""Where the office merges a project into another one, and splits it off again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from survey import problems
from survey.problems import N_
from survey.register import mergers
from survey.register.tables import Project
from survey.scorecards import cards
from survey.web import who
from survey.web.inputs import Input, needed, refuse
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now

blueprint = Blueprint("desk_mergers", __name__, url_prefix="/desk/projects/<path:number>/merge")


class MergeInput(Input):
    into = needed(lazy_gettext(N_("Number of the project that goes on")), most=60)
    reason = needed(lazy_gettext(N_("Why they are one")), most=200)


@blueprint.get("")
def page(number: str) -> ResponseReturnValue:
    """Into which project this one is merged, or the form to do so."""
    return _page(cards.find(db(), number), MergeInput(formdata=None))


def _page(project: Project, typed: MergeInput, status: int = 200) -> ResponseReturnValue:
    into = db().get(Project, project.merged_into_id) if project.merged_into_id else None
    return render_template("desk/merger.html", project=project, into=into, input=typed), status


@blueprint.post("")
def merge(number: str) -> ResponseReturnValue:
    """Let this project count for another."""
    project, typed = cards.find(db(), number), MergeInput()
    if not typed.validate():
        return _page(project, typed, 422)
    try:
        into = mergers.of_number(db(), typed.into.data)
        mergers.merge(db(), project, into, typed.reason.data, who.staff().login, now())
    except (problems.UnknownProject, problems.NotMerged) as wrong:
        refuse(typed.into, sentence_of(wrong))
        return _page(project, typed, 422)
    flash(gettext("%(number)s counts for %(into)s from now on.", number=number, into=into.number), "good")
    db().commit()
    return redirect(url_for("desk_mergers.page", number=number), 303)


@blueprint.post("/split")
def split(number: str) -> ResponseReturnValue:
    """Let it count for itself again."""
    mergers.split(db(), cards.find(db(), number), who.staff().login, now())
    flash(gettext("%(number)s counts for itself again.", number=number))
    db().commit()
    return redirect(url_for("desk_mergers.page", number=number), 303)
