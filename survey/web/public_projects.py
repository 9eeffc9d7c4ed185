"""What was promised, project by project, for everybody: the list and the page of one project."""

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.printing import share
from survey.problems import N_
from survey.register import cancelling, district, duty, projects, promises
from survey.register.projects import Filter
from survey.register.tables import Project, ProjectState
from survey.scorecards import follow_up, publication
from survey.scorecards.tables import PublishedCard
from survey.web import public_words
from survey.web.card_words import word
from survey.web.everybody import carry_choices, shown_to_everybody
from survey.web.language import language
from survey.web.transaction import db, settings, today

blueprint = Blueprint("public_projects", __name__, url_prefix="/projects")
blueprint.url_defaults(carry_choices)
blueprint.record_once(public_words.register)


@blueprint.get("")
@shown_to_everybody
def page() -> ResponseReturnValue:
    """All projects, searched and filtered, fifty at a time."""
    state = request.args.get("state", "")
    filter_ = Filter(
        search=request.args.get("q", "").strip(),
        category=request.args.get("category", ""),
        state=ProjectState(state) if state in set(ProjectState) else None,
    )
    found = projects.page(db(), filter_, today(), after=request.args.get("after", ""))
    return render_template(
        "public/projects.html",
        projects=found,
        filter=filter_,
        totals=projects.totals(db(), filter_, today()),
        categories=projects.categories(db()),
        states=list(ProjectState),
        next=found[-1].number if len(found) == projects.PAGE else "",
    )


@blueprint.get("/<path:number>/share.png")
@shown_to_everybody
def picture(number: str) -> ResponseReturnValue:
    """What a messenger shows beside a shared link to a project."""
    found = projects.of_number(db(), number)
    due = [gettext(N_("due %(day)s"), day=found.due_on.isoformat())] if found.due_on else []
    told = share.Told(
        district=_name_of_district(),
        name=found.name,
        promise=found.target or found.name,
        state=word("state", found.state.value),
        under=" · ".join([found.department.name, *due]),
        language=language(),
    )
    return Response(share.png(told), mimetype="image/png")


@blueprint.get("/<path:number>")
@shown_to_everybody
def project(number: str) -> ResponseReturnValue:
    """One project: the promise with every change of it, its state, its published figures, and what became of it."""
    found = projects.of_number(db(), number)
    return render_template(
        "public/project.html",
        project=found,
        sites=[site for site in found.sites if site.removed_at is None],
        standing=projects.standing(found, today()),
        milestones=duty.milestones(db(), found),
        changes=[change for change in promises.history(db(), found) if change.column in promises.PROMISED],
        cancellation=cancelling.cancellation(db(), found),
        card=_card(found),
        follow_ups=follow_up.of_project(db(), found),
        address=(outside := district.public_url(db(), settings())) + request.path,
        picture=outside + url_for("public_projects.picture", number=found.number, lang=language()),
    )


def _name_of_district() -> str:
    """In the language of the page, as far as the office gave the name in it."""
    ours = district.current(db())
    return ours.name if language() == "zh" else ours.name_en or ours.name


def _card(found: Project) -> PublishedCard | None:
    """The project's newest published card."""
    try:
        return publication.latest(db(), found.number)
    except problems.NotPublished:
        return None
