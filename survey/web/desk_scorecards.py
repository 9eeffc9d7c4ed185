"""The desk's scorecards: all projects side by side, one project's card, and publishing."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.database import in_turn
from survey.people import audit
from survey.people.tables import Role
from survey.printing import charts, look
from survey.printing import scorecards as paper
from survey.register import district as places
from survey.register.tables import Project
from survey.scorecards import (
    attention,
    cards,
    comparison,
    district,
    explain,
    flags,
    overview,
    public,
    publication,
    workbook,
)
from survey.scorecards.district import Background
from survey.scorecards.model import Document, to_document
from survey.watch.tables import Figure
from survey.web import card_charts, card_print, card_words, indices, side_by_side, who
from survey.web.language import language
from survey.web.public import csv_file, file_of
from survey.web.transaction import db, now, settings, today

NOTE_LENGTH = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

blueprint = Blueprint("desk_scorecards", __name__, url_prefix="/desk")


def sees_raw() -> bool:
    """Whether the person at the desk sees every number, live.

    Everybody but the office sees what the public would, and only as of the end of an earlier day.
    """
    account = who.account()
    return account is not None and account.role is Role.OFFICE


def looked_at() -> Background:
    """The district as the person at the desk may see it: live for the office, of an earlier day for others."""
    period = district.period_at(db(), now(), settings().timezone)
    before = None if sees_raw() else today()
    return district.background(db(), period, settings().timezone, today=today(), before=before)


@blueprint.get("/scorecards")
def index() -> ResponseReturnValue:
    """Every project's essential figures, sortable and searchable."""
    background = looked_at()
    words, order = request.args.get("q", ""), request.args.get("sort", "number")
    return render_template(
        "desk/scorecards.html",
        rows=overview.of_district(db(), background, raw=sees_raw(), words=words, order=order),
        background=background,
        words=words,
        order=order,
        editions=publication.history(db()),
        waiting=publication.count_new(db(), background.period) if background.period else 0,
        flagged=flags.waiting(db()),
        may_publish=sees_raw(),
    )


@blueprint.get("/scorecards/compare")
def compare() -> ResponseReturnValue:
    """The district at a glance: ranges of places, gaps, where the views differ most."""
    background, raw = looked_at(), sees_raw()
    rows = overview.of_district(db(), background, raw=raw)
    found = comparison.of_district(rows, background, raw=raw)
    said = card_words.spoken(explain.expected(found.expected)) if found.expected else []
    look = attention.of_panel(background.panel) if raw else None
    return render_template(
        "desk/compare.html",
        compared=found,
        expected=said,
        background=background,
        look=look,
        stands=side_by_side.lines(found),
        figures=list(Figure),
        choices=side_by_side.choices(),
        chosen=side_by_side.chosen(),
    )


@blueprint.post("/scorecards/publish")
def publish() -> ResponseReturnValue:
    """Freeze all cards as the next edition; a page that did not know the newest one publishes nothing."""
    period = district.period_at(db(), now(), settings().timezone)
    if period is None:
        raise problems.ClosedPeriod()
    note = request.form.get("note", "").strip()[:NOTE_LENGTH]
    in_turn(db(), "edition")
    last = publication.newest(db())
    if request.form.get("seen", "") != str(last.id if last else 0):
        flash(gettext("Another edition was published meanwhile. Please look at it before you publish the next one."))
        return redirect(url_for("desk_scorecards.index"), 303)
    made = publication.publish(db(), period, who.staff().name, now(), note)
    audit.record(db(), who.staff().login, "scorecards_published", f"{period.name} {made.edition}", now(), note=note)
    flash(gettext("Edition %(edition)s is published.", edition=made.edition), "good")
    db().commit()
    return redirect(url_for("desk_scorecards.index"), 303)


def _document(number: str) -> Document:
    background = looked_at()
    whole = cards.of_project(db(), cards.find(db(), number), now(), background)
    shown = whole if sees_raw() else public.of(whole)
    return to_document(replace(shown, index=indices.of_project(number, background, raw=sees_raw())))


@blueprint.get("/projects/<path:number>/card")
def card(number: str) -> ResponseReturnValue:
    """One project's card as it stands now."""
    document = _document(number)
    return render_template("desk/card.html", card=document, charts=card_charts.names(document))


@blueprint.get("/scorecards.xlsx")
def workbook_of_all() -> ResponseReturnValue:
    """Every project's figures with formulas that recompute them; single deputies are in it."""
    return _workbook(publication.projects_of(db()), "scorecards.xlsx")


def _workbook(projects: Sequence[Project], name: str) -> ResponseReturnValue:
    background = looked_at()
    index = indices.of_district(background, raw=sees_raw())
    return file_of(workbook.of_projects(db(), projects, background, index), name, XLSX)


@blueprint.get("/projects/<path:number>/card.xlsx")
def card_xlsx(number: str) -> ResponseReturnValue:
    return _workbook([cards.find(db(), number)], "scorecard.xlsx")


@blueprint.get("/projects/<path:number>/card.pdf")
def card_pdf(number: str) -> ResponseReturnValue:
    """The card on two pages of A4, in the language of the desk."""
    page = card_print.page(_document(number), gettext, language())
    return file_of(
        paper.pdf([page], page.name, language(), look.of(places.current(db()))), "scorecard.pdf", "application/pdf"
    )


@blueprint.get("/projects/<path:number>/card.png")
def card_png(number: str) -> ResponseReturnValue:
    """The card's figures and charts as a picture for a slide."""
    page = card_print.page(_document(number), gettext, language())
    return file_of(paper.slide(page, language(), look.of(places.current(db()))), "scorecard.png", "image/png")


@blueprint.get("/projects/<path:number>/charts/<name>.png")
def chart_png(number: str, name: str) -> ResponseReturnValue:
    """One chart of the card as a picture for a slide."""
    document = _document(number)
    found = card_charts.picture(document, name, card_print.foot(document, gettext))
    return file_of(charts.png(found, language()), f"chart-{name}.png", "image/png")


@blueprint.get("/scorecards/compare/funnel.png")
def funnel_png() -> ResponseReturnValue:
    """The district's funnel as a picture for a slide."""
    background = looked_at()
    drawn = comparison.funnel(overview.of_district(db(), background, raw=True), background.satisfaction)
    if drawn is None:
        raise problems.NotFound()
    under = background.period.name if background.period else ""
    foot = gettext("As it stood on %(day)s, not published.", day=today().isoformat())
    return file_of(charts.png(card_charts.funnel(drawn, under, foot), language()), "funnel.png", "image/png")


@blueprint.get("/projects/<path:number>/card.csv")
def card_csv(number: str) -> ResponseReturnValue:
    return csv_file(_document(number), "scorecard.csv")
