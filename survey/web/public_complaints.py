"""Where anybody complains about this app itself: no account, no name, no cookie."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import app_complaints
from survey.register import district
from survey.web.everybody import carry_choices, shown_to_everybody
from survey.web.security import csrf
from survey.web.transaction import db, now

blueprint = Blueprint("public_complaints", __name__, url_prefix="/complain")
blueprint.url_defaults(carry_choices)
LONGEST = 2000


@blueprint.get("")
@shown_to_everybody
def page() -> ResponseReturnValue:
    """The form; after sending, the thanks."""
    return _page(sent="sent" in request.args)


def _page(*, text: str = "", error: str = "", sent: bool = False) -> str:
    line = district.current(db()).complaint_line
    return render_template("public/complain.html", text=text, error=error, sent=sent, line=line, longest=LONGEST)


@blueprint.post("")
@csrf.exempt  # like the door of the answers: there is no session that anybody could ride
def send() -> ResponseReturnValue:
    """Keep a complaint."""
    text = request.form.get("text", "").strip()
    if not text or len(text) > LONGEST:
        return _page(text=text, error=gettext("Please write a sentence, at most 2000 characters.")), 422
    app_complaints.file(db(), text, now())
    db().commit()
    lang, size = request.form.get("lang"), request.form.get("size")
    return redirect(url_for("public_complaints.page", sent=1, lang=lang, size=size), 303)
