"""The desk's events: planned with the projects on show, their sign, their tickets."""

import re

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext

from survey import problems
from survey.collect import events, kiosks
from survey.collect.tables import Event
from survey.people import audit
from survey.printing import choices
from survey.printing import tickets as printed
from survey.printing.choices import Choice
from survey.problems import N_
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register import district
from survey.web import files, who
from survey.web.inputs import Day, Input, WholeNumber, needed, refuse
from survey.web.inputs_print import SEPARATORS
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_events", __name__, url_prefix="/desk/events")
MOST_TICKETS = 480
"""Tickets that are made at once: twenty pages."""


class EventInput(Input):
    name = needed(lazy_gettext(N_("Name of the event")), most=80)
    place = needed(lazy_gettext(N_("Where it is held")), most=120)
    held_on = Day(lazy_gettext(N_("Day")))
    projects = needed(lazy_gettext(N_("Numbers of the projects on show")), most=2000)


class TicketsInput(Input):
    count = WholeNumber(lazy_gettext(N_("How many tickets")), default=48)


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(EventInput(formdata=None))


def _page(typed: EventInput, status: int = 200) -> ResponseReturnValue:
    return render_template("desk/events.html", input=typed, events=events.every(db())), status


@blueprint.post("")
def make() -> ResponseReturnValue:
    """Plan an event; every site of the projects named is on show."""
    typed = EventInput()
    if not typed.validate():
        return _page(typed, 422)
    numbers = tuple(dict.fromkeys(filter(None, re.split(SEPARATORS, typed.projects.data))))
    try:
        shown = choices.codes_of(db(), Choice(numbers=numbers))
    except (problems.UnknownNumbers, problems.NothingToPrint) as problem:
        refuse(typed.projects, sentence_of(problem))
        return _page(typed, 422)
    event = events.make(
        db(), typed.name.data, typed.place.data, typed.held_on.data,
        sites=[code.site_id for code in shown], now=now(),
    )  # fmt: skip
    audit.record(db(), who.staff().login, "event_planned", event.name, now(), code=event.code)
    db().commit()
    return redirect(url_for(".one", code=event.code), 303)


@blueprint.get("/<code>")
def one(code: str) -> ResponseReturnValue:
    return _one(events.of_code(db(), code), TicketsInput(formdata=None))


def _one(event: Event, typed: TicketsInput, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "desk/event.html",
        event=event,
        shown=events.on_show(db(), event),
        counts=events.answered(db(), event),
        tickets=events.tickets(db(), event),
        address=printed.address(event, _url()),
        public_url=_url(),
        kiosk=kiosks.of_code(db(), event.code),
        offered=catalogue.all_published(db(), Audience.RESIDENT),
        input=typed,
    ), status


@blueprint.post("/<code>/questionnaire")
def ask(code: str) -> ResponseReturnValue:
    """Ask at an event with one questionnaire for all projects, such as the sheet of a hearing, or with their own."""
    event = events.of_code(db(), code)
    events.choose(db(), event, request.form.get("questionnaire", ""))
    audit.record(db(), who.staff().login, "event_asks", event.name, now(), questionnaire=event.questionnaire)
    db().commit()
    if event.questionnaire:
        flash(gettext("On its day, “%(event)s” asks %(name)s.", event=event.name, name=event.questionnaire))
    else:
        flash(gettext("“%(event)s” asks what each project asks.", event=event.name))
    return redirect(url_for(".one", code=event.code), 303)


@blueprint.get("/<code>/sign.pdf")
def sign(code: str) -> ResponseReturnValue:
    event = events.of_code(db(), code)
    made = printed.sign(event, district.current(db()), _url(), "en")
    return files.pdf(made, event.name)


@blueprint.post("/<code>/tickets.pdf")
def tickets(code: str) -> ResponseReturnValue:
    """Make tickets and print them."""
    event, typed = events.of_code(db(), code), TicketsInput()
    wanted = typed.count.data if typed.validate() else None
    if wanted is None or not 1 <= wanted <= MOST_TICKETS:
        flash(gettext("Between 1 and %(most)d tickets at once, please.", most=MOST_TICKETS), "bad")
        return redirect(url_for(".one", code=event.code), 303)
    issued = events.issue(db(), event, wanted, now())
    made = printed.pdf(event, issued, district.current(db()), _url())
    audit.record(db(), who.staff().login, "tickets_printed", event.name, now(), count=len(issued))
    db().commit()
    return files.pdf(made, f"{event.name} {len(issued)}")


def _url() -> str:
    return district.public_url(db(), settings())
