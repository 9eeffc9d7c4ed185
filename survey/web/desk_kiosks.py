"""Kiosks at the desk: where they stand, how to open one, and the PIN, made here and shown once."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import events, kiosks
from survey.people import audit
from survey.register import codes, district
from survey.web import who
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("desk_kiosks", __name__, url_prefix="/desk/kiosks")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Every kiosk, the events that have none yet, and the way to one of a site."""
    standing, days = kiosks.all_of(db()), events.every(db())
    known = {each.kiosk.code for each in standing}
    without = [event for event in days if event.code not in known and event.held_on >= today()]
    address = district.public_url(db(), settings())
    return render_template("desk/kiosks.html", standing=standing, without=without, address=address)


@blueprint.get("/find")
def find() -> ResponseReturnValue:
    """Go to the site whose code was typed, where its PIN is made."""
    return redirect(url_for("desk_sites.page", code=codes.normalise(request.args.get("code", ""))), 303)


@blueprint.post("/<code>")
def make(code: str) -> ResponseReturnValue:
    """Make a new PIN; tablets that were pinned with an older one ask for it."""
    shown = kiosks.shown(db(), code)
    pin = kiosks.make(db(), shown.code, now())
    audit.record(db(), who.staff().login, "kiosk_pin_made", shown.name, now(), code=shown.code)
    flash(gettext("The PIN is %(pin)s. It is shown only now; please write it down.", pin=pin))
    db().commit()
    page = "desk_events.one" if shown.event else "desk_sites.page"
    return redirect(url_for(page, code=shown.code), 303)
