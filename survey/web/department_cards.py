"""A department's scorecards: its own projects as the public would see them, from an earlier day."""

from dataclasses import replace

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey.register import projects
from survey.scorecards import cards, district, public
from survey.scorecards.model import Document, to_document
from survey.web import indices, who
from survey.web.public import csv_file
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("department_cards", __name__, url_prefix="/department/projects/<path:number>")


def _document(number: str) -> Document:
    """The card of one of our projects; small numbers hidden, and moving by five answers or more."""
    project = projects.of_department(db(), who.department(), number)
    zone = settings().timezone
    period = district.period_at(db(), now(), zone)
    background = district.background(db(), period, zone, today=today(), before=today())
    shown = public.of(cards.of_project(db(), project, now(), background))
    return to_document(replace(shown, index=indices.of_project(number, background, raw=False)))


@blueprint.get("/card")
def card(number: str) -> ResponseReturnValue:
    """One of our projects' scorecard."""
    return render_template("department/card.html", card=_document(number))


@blueprint.get("/card.csv")
def card_csv(number: str) -> ResponseReturnValue:
    return csv_file(_document(number), "scorecard.csv")
