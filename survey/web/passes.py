"""A deputy opens a pass in this browser: looking shows whose it is, only the button binds it."""

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from survey import problems
from survey.people import passes, sessions
from survey.people.tables import Pass
from survey.web import who
from survey.web.transaction import db, now

blueprint = Blueprint("passes", __name__)
HOME = "/deputy"


@blueprint.get("/p/<secret>")
def page(secret: str) -> ResponseReturnValue:
    """Show whose pass this is; a chat's preview may look without using it up."""
    found = passes.of_secret(db(), secret, now())
    if found.bound_at is not None and not _is_open_here(found):
        raise problems.PassOnOtherDevice()
    return render_template("pass.html", deputy=found.deputy, pass_=found, opened=_is_open_here(found), home=HOME)


@blueprint.post("/p/<secret>")
def enter(secret: str) -> ResponseReturnValue:
    """Bind the pass to this browser and go to the deputy's own page; a second press changes nothing."""
    found = passes.of_secret(db(), secret, now())
    if _is_open_here(found):
        return redirect(HOME, code=303)
    passes.bind(db(), found, now())
    cookie = sessions.open_for_pass(db(), found, agent=request.user_agent.string, now=now())
    db().commit()
    return who.remember(redirect(HOME, code=303), who.PASS_COOKIE, cookie)


def _is_open_here(pass_: Pass) -> bool:
    here = who.open_pass()
    return here is not None and here.id == pass_.id
