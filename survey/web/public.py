"""Pages for everybody: the front page, the published scorecards and their figures."""

from typing import Any

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from survey import problems
from survey.register import projects
from survey.register.tables import District
from survey.scorecards import cards as cards_
from survey.scorecards import numbers, publication
from survey.scorecards.model import Document
from survey.scorecards.tables import PublishedCard
from survey.web import card_words
from survey.web.everybody import carry_choices, shown_to_everybody
from survey.web.transaction import db, settings

blueprint = Blueprint("public", __name__)
blueprint.record_once(card_words.register)
blueprint.url_defaults(carry_choices)


@blueprint.get("/")
def front() -> ResponseReturnValue:
    """What this is, a field for the code on a poster, and the ways on."""
    district = db().scalar(select(District))
    return render_template("public/front.html", district=district, published=publication.newest(db()) is not None)


@blueprint.get("/c")
@shown_to_everybody
def cards() -> ResponseReturnValue:
    """The published scorecards, searchable."""
    words = request.args.get("q", "").strip()
    shown = [card.content for card in publication.published_cards(db()) if _matches(card.content, words)]
    return render_template("public/cards.html", cards=shown, words=words, edition=publication.newest(db()))


def _matches(content: Document, words: str) -> bool:
    text = f"{content['number']} {content['name']} {content['promise']['department']}"
    return words.casefold() in text.casefold()


@blueprint.get("/c/<path:number>")
@shown_to_everybody
def card(number: str) -> ResponseReturnValue:
    """One published scorecard."""
    found = publication.latest(db(), number)
    return render_template("public/card.html", card=found.content, published=found, given_up=given_up(number))


def given_up(number: str) -> dict[str, str | None] | None:
    """The day and the reason of a project's cancellation as it stands now, whatever an older edition says."""
    try:
        day, reason = cards_.cancelled(db(), projects.of_number(db(), number), settings().timezone)
    except problems.NotFound:
        return None
    return {"cancelled_on": day, "cancel_reason": reason}


@blueprint.get("/c/<path:number>/card.json")
def card_json(number: str) -> ResponseReturnValue:
    found = publication.latest(db(), number)
    return jsonify(_signed(found))


@blueprint.get("/c/<path:number>/card.csv")
def card_csv(number: str) -> ResponseReturnValue:
    found = publication.latest(db(), number)
    return csv_file(found.content, f"scorecard-{found.publication.edition}.csv")


def _signed(found: PublishedCard) -> dict[str, Any]:
    return {"content": found.content, "content_hash": found.content_hash}


def file_of(content: bytes, name: str, kind: str) -> ResponseReturnValue:
    """Send a file to be saved under a name."""
    return content, 200, {"Content-Disposition": f'attachment; filename="{name}"', "Content-Type": kind}


def csv_file(document: Document, name: str) -> ResponseReturnValue:
    """Send a card's figures as a CSV file, with the mark by which Excel knows UTF-8."""
    return file_of(("\ufeff" + numbers.as_csv(document)).encode(), name, "text/csv; charset=utf-8")
