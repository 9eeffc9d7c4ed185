"""The big screen: for a signed-in member of staff, for a wall with a link of its own, and for a leader's phone."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import BooleanField

from survey.database import writer
from survey.people import audit, walls
from survey.people.wall_tables import Wall
from survey.problems import N_
from survey.register import district
from survey.web import picture, who
from survey.web.inputs import Input, needed
from survey.web.transaction import db, engine, now, settings

blueprint = Blueprint("desk_screen", __name__)


class WallInput(Input):
    name = needed(lazy_gettext(N_("Where the screen hangs")), most=100)
    has_voices = BooleanField(lazy_gettext(N_("Show what residents wrote last, masked")))


@blueprint.get("/desk/screen")
def screen() -> ResponseReturnValue:
    """On a wall: dark, figures that read at four metres, renewed without a reload."""
    return render_template("screen/wall.html", **picture.of_screen(has_voices=True))


@blueprint.get("/desk/glance")
def glance() -> ResponseReturnValue:
    """The same on a leader's phone, where every figure leads to its list."""
    return render_template("screen/glance.html", **picture.of_screen(has_voices=True))


@blueprint.get("/wall/<secret>")
def wall(secret: str) -> ResponseReturnValue:
    """The screen of a wall, without anybody's account."""
    found = walls.of_secret(db(), secret)
    if walls.is_stale(found, now()):
        _touch(found.id)
    return render_template("screen/wall.html", **picture.of_screen(has_voices=found.has_voices))


def _touch(wall_id: int) -> None:
    """Note that a wall is alive, in a short transaction beside this one that only reads."""
    with writer(engine()) as session:
        alive = session.get(Wall, wall_id)
        if alive is not None:
            alive.seen_at = now()
        session.commit()


@blueprint.get("/desk/walls")
def page() -> ResponseReturnValue:
    """The walls that are open, and the form that opens one more."""
    return _page(WallInput(formdata=None))


def _page(typed: WallInput, status: int = 200, link: str = "") -> ResponseReturnValue:
    return render_template("screen/walls.html", input=typed, link=link, walls=walls.every(db()), moment=now()), status


@blueprint.post("/desk/walls")
def make() -> ResponseReturnValue:
    """Open a wall and show its link, once."""
    typed = WallInput()
    if not typed.validate():
        return _page(typed, 422)
    secret = walls.make(
        db(), typed.name.data, has_voices=bool(typed.has_voices.data), who=who.staff().name, now=now()
    )  # fmt: skip
    audit.record(db(), who.staff().login, "wall_opened", typed.name.data, now())
    link = district.public_url(db(), settings()) + url_for("desk_screen.wall", secret=secret)
    answer = _page(WallInput(formdata=None), link=link)
    db().commit()
    return answer


@blueprint.post("/desk/walls/<int:wall_id>/revoke")
def revoke(wall_id: int) -> ResponseReturnValue:
    """Close a wall: its link opens nothing any more."""
    closed = walls.revoke(db(), wall_id, now())
    audit.record(db(), who.staff().login, "wall_closed", closed.name, now())
    flash(gettext("The screen is closed."))
    db().commit()
    return redirect(url_for("desk_screen.page"), 303)
