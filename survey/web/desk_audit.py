"""The desk's audit log: what staff did, the newest first."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.problems import N_
from survey.web.transaction import db

blueprint = Blueprint("desk_audit", __name__, url_prefix="/desk/audit")

PAGE = 50
ACTS = {
    "set_up": N_("set the product up"),
    "signed_in": N_("signed in"),
    "password_set": N_("set a password"),
    "account_locked": N_("was locked after 5 wrong passwords"),
    "signed_out_everywhere": N_("signed out everywhere"),
    "account_invited": N_("invited an account"),
    "settings_changed": N_("changed the settings"),
    "period_opened": N_("opened a period"),
    "period_closed": N_("closed a period"),
    "register_imported": N_("imported projects"),
    "deputies_imported": N_("imported deputies"),
    "pass_issued": N_("issued a pass"),
    "pass_revoked": N_("revoked a pass"),
    "code_reissued": N_("issued a new code for a site"),
    "code_revoked": N_("revoked a site's code"),
    "scorecards_published": N_("published scorecards"),
    "questionnaire_published": N_("published a questionnaire"),
}
"""How acts read on the page; an act without a line here shows its own word."""


@blueprint.get("")
def page() -> ResponseReturnValue:
    act, actor = request.args.get("act", ""), request.args.get("actor", "")
    number = max(1, request.args.get("page", 1, type=int))
    entries = audit.newest(db(), act=act, actor=actor, limit=PAGE + 1, offset=(number - 1) * PAGE)
    return render_template(
        "desk_audit.html",
        entries=entries[:PAGE],
        more=len(entries) > PAGE,
        number=number,
        act=act,
        actor=actor,
        acts=[(known, act_in_words(known)) for known in audit.acts(db())],
        actors=audit.actors(db()),
        act_in_words=act_in_words,
    )


def act_in_words(act: str) -> str:
    """An act as the page says it."""
    return gettext(ACTS[act]) if act in ACTS else act
