"""What a member of staff was told, newest first."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import notices
from survey.people.tables import Notice
from survey.web import who
from survey.web.transaction import db, now

blueprint = Blueprint("notices", __name__, url_prefix="/account/notices")
blueprint.record_once(lambda state: state.app.jinja_env.filters.update(told=told))


def told(notice: Notice) -> str:
    """A notice's sentence in the language of the request."""
    return str(gettext(notice.sentence)).format(**notice.values)


@blueprint.get("")
def page() -> ResponseReturnValue:
    return render_template("notices.html", notices=notices.of_account(db(), who.staff()))


@blueprint.post("")
def read() -> ResponseReturnValue:
    """Note that all of them are read."""
    notices.read_all(db(), who.staff(), now())
    db().commit()
    return redirect(url_for("notices.page"), 303)
