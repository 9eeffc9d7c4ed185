"""What residents wrote about: the list of themes, a project's counts with masked comments, and their release."""

from itertools import islice

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.collect.masking import mask
from survey.collect.tables import Period
from survey.scorecards import cards, district, theme_releases, themes
from survey.web import who
from survey.web.transaction import db, now, settings

MOST_SHOWN = 50
LONGEST_LIST = 20_000

blueprint = Blueprint("desk_themes", __name__, url_prefix="/desk")


def _period() -> Period | None:
    return district.period_at(db(), now(), settings().timezone)


@blueprint.get("/scorecards/themes")
def edit() -> ResponseReturnValue:
    """The list of themes and words."""
    return _list(themes.written(theme_releases.listed(db())))


def _list(text: str, wrong: str = "") -> ResponseReturnValue:
    kept = theme_releases.newest(db())
    return render_template("desk/themes.html", text=text, wrong=wrong, kept=kept), 422 if wrong else 200


@blueprint.post("/scorecards/themes")
def save() -> ResponseReturnValue:
    """Look for other themes from now on."""
    text = request.form.get("themes", "")[:LONGEST_LIST]
    try:
        found = theme_releases.set_list(db(), text, who.staff().login, now())
    except problems.WrongThemes as wrong:
        return _list(text, gettext(wrong.sentence).format(**wrong.values))
    flash(gettext("%(count)s themes are looked for from now on. What was released stays as it is.", count=len(found)))
    db().commit()
    return redirect(url_for("desk_themes.edit"), 303)


@blueprint.get("/projects/<path:number>/themes")
def page(number: str) -> ResponseReturnValue:
    """A project's themes by the grades of those who wrote, what the public would see, and masked comments."""
    project, period = cards.find(db(), number), _period()
    listed, tally = theme_releases.listed(db()), theme_releases.tally(db(), project.id, period)
    newest = islice(theme_releases.comments(db(), project.id, period), MOST_SHOWN)
    return render_template(
        "desk/project_themes.html",
        project=project,
        period=period,
        n=tally.n,
        counts=themes.counted(tally, listed),
        public=themes.public(tally, listed, district.minimum(db())),
        released=theme_releases.last(db(), project.id, period),
        comments=[(mask(text), grade, sorted(themes.of_comment(text, listed))) for text, grade in newest],
    )


@blueprint.post("/projects/<path:number>/themes/release")
def release(number: str) -> ResponseReturnValue:
    """Let the next edition show the counts as they are now."""
    project = cards.find(db(), number)
    theme_releases.release(db(), project, _period(), district.minimum(db()), who.staff().login, now())
    flash(gettext("Released. The next edition shows these counts and no comment."), "good")
    db().commit()
    return redirect(url_for("desk_themes.page", number=number), 303)


@blueprint.post("/projects/<path:number>/themes/withdraw")
def withdraw(number: str) -> ResponseReturnValue:
    """Let no later edition show them."""
    theme_releases.withdraw(db(), cards.find(db(), number), _period(), who.staff().login, now())
    flash(gettext("Taken back. Published cards stay as they are."))
    db().commit()
    return redirect(url_for("desk_themes.page", number=number), 303)
