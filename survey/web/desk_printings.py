"""What was printed when, on what, by whom; and which sheets outside should come down."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.printing import history
from survey.printing.orders import Order
from survey.printing.posters import Poster
from survey.problems import N_
from survey.web import who
from survey.web.transaction import db, now

blueprint = Blueprint("desk_printings", __name__, url_prefix="/desk/print/history")
NOTED = 50
"""Project numbers that the audit log keeps of one printing."""
NAMES = {
    "a4": N_("Poster, A4"),
    "a3": N_("Poster, A3"),
    "sign": N_("Sign with the largest code, A3"),
    "tent": N_("Table tent, A4 folded to A5"),
    "cards": N_("Business cards, ten to a page"),
    "stickers": N_("Stickers on label paper"),
}


@blueprint.get("")
def page() -> ResponseReturnValue:
    return render_template(
        "desk/printings.html", hanging=history.hanging(db()), printings=history.newest(db()), layouts=layout_names()
    )


def layout_names() -> dict[str, str]:
    """What each layout is called, in the language of the request."""
    return {layout: gettext(name) for layout, name in NAMES.items()}


@blueprint.post("/<code>/down")
def take_down(code: str) -> ResponseReturnValue:
    """Note that the sheets with a code hang nowhere any more."""
    if not history.take_down(db(), code, now()):
        raise problems.NotFound()
    audit.record(db(), who.staff().login, "code_taken_down", code, now())
    flash(gettext("Noted: %(code)s hangs nowhere any more.", code=code))
    db().commit()
    return redirect(url_for(".page"), 303)


def note(session: Session, subject: str, worded: Sequence[Poster], order: Order) -> None:
    """Note a printing by the person at the desk, in the history and in the audit log."""
    actor, numbers = who.staff().login, list(dict.fromkeys(poster.number for poster in worded))
    history.record(session, [poster.code for poster in worded], order, actor, now())
    audit.record(session, actor, "posters_printed", subject, now(), layout=order.layout, projects=numbers[:NOTED])
