"""Saving what was chosen on a list under a name, and dropping it again."""

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import views
from survey.web import who
from survey.web.list_kinds import KINDS
from survey.web.listing import WATCH, address_of
from survey.web.transaction import db, now

blueprint = Blueprint("saved_views", __name__, url_prefix="/account/views")
LONGEST_NAME, LONGEST_QUERY = 60, 2000


def _said(name: str) -> str:
    return " ".join(request.form.get(name, "").replace("\0", " ").split())


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Keep a view of one's own."""
    kind, name, query = _said("kind"), _said("name")[:LONGEST_NAME], _said("query")
    if kind not in (*KINDS, WATCH) or len(query) > LONGEST_QUERY:
        raise problems.NotFound()
    if name:
        views.save(db(), who.staff(), kind, name, query, now())
        flash(gettext("Saved."))
    else:
        flash(gettext("Please give the view a name."), "bad")
    db().commit()
    return redirect(address_of(kind) + f"?{query}", 303)


@blueprint.post("/<int:view_id>/forget")
def forget(view_id: int) -> ResponseReturnValue:
    """Drop one of one's own views."""
    kind = views.forget(db(), who.staff(), view_id).kind
    db().commit()
    return redirect(address_of(kind), 303)
