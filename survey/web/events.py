"""The public pages of an event: which projects are on show, and how many people have answered."""

from flask import Blueprint, make_response, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from survey.collect import events
from survey.printing import qr
from survey.register import district
from survey.web.transaction import db, settings, today

blueprint = Blueprint("events", __name__)
PAUSE = 10
"""Seconds after which the screen with the count asks again."""


@blueprint.get("/E/<code>")
@blueprint.get("/E/<code>/<ticket>")
def page(code: str, ticket: str = "") -> ResponseReturnValue:
    """The projects on show; each leads to its questionnaire, with the ticket if there is one."""
    event = events.of_code(db(), code)
    held = events.ticket(db(), event, ticket).code if ticket else ""
    shown = events.on_show(db(), event)
    is_today = event.held_on == today()
    answered = events.answered_with(db(), event, held, [place.site for place in shown]) if held and is_today else set()
    return render_template("event.html", event=event, ticket=held, shown=shown, is_today=is_today, answered=answered)


@blueprint.get("/E/<code>/count")
def count(code: str) -> ResponseReturnValue:
    """How many have answered so far, for a public screen: nobody sees what they said."""
    event = events.of_code(db(), code)
    response = make_response(
        render_template(
            "event_count.html",
            event=event,
            qr=Markup(qr.svg(f"{district.public_url(db(), settings())}/E/{event.code}")),  # ours, nothing typed in it
            counts=events.answered(db(), event),
            shown=events.on_show(db(), event),
        )
    )
    response.headers["Refresh"] = str(PAUSE)
    return response
