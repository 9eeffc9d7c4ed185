"""The PIN by which tablets are pinned to an event or a site, made at the desk and shown once."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import kiosks
from survey.people import audit
from survey.web import who
from survey.web.transaction import db, now

blueprint = Blueprint("desk_kiosks", __name__, url_prefix="/desk/kiosks")


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
