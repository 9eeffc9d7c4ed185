"""The desk's audit log: what staff did, the newest first."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.people.tables import AuditEntry
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
    "link_renewed": N_("made a new sign-in link"),
    "account_signed_out": N_("signed an account out everywhere"),
    "account_disabled": N_("disabled an account"),
    "account_enabled": N_("enabled an account"),
    "second_factor_on": N_("switched the second factor on"),
    "second_factor_off": N_("switched the second factor off"),
    "second_factor_dropped": N_("switched somebody's second factor off"),
    "settings_changed": N_("changed the settings"),
    "period_opened": N_("opened a period"),
    "period_closed": N_("closed a period"),
    "project_edited": N_("edited a project"),
    "name_added": N_("added a name"),
    "name_changed": N_("renamed something"),
    "names_merged": N_("merged two names"),
    "name_removed": N_("took a name out"),
    "proposal_made": N_("proposed a project"),
    "proposals_brought": N_("proposed projects from a workbook"),
    "proposal_revised": N_("changed a proposal"),
    "proposal_accepted": N_("accepted a proposal"),
    "proposal_asked_back": N_("asked about a proposal"),
    "proposal_merged": N_("merged a proposal"),
    "proposal_declined": N_("declined a proposal"),
    "milestone_planned": N_("added a milestone"),
    "milestone_claimed": N_("reported a milestone done"),
    "progress_noted": N_("noted progress"),
    "self_evaluated": N_("evaluated a project of its own"),
    "report_logged": N_("logged a media report"),
    "links_pasted": N_("pasted links to media reports"),
    "report_answered": N_("noted what was done about a report"),
    "register_imported": N_("imported projects"),
    "departments_imported": N_("imported departments"),
    "deputies_imported": N_("imported deputies"),
    "pass_issued": N_("issued a pass"),
    "pass_revoked": N_("revoked a pass"),
    "code_reissued": N_("issued a new code for a site"),
    "site_placed": N_("noted where a site is"),
    "code_revoked": N_("revoked a site's code"),
    "posters_printed": N_("printed posters"),
    "event_planned": N_("planned an event"),
    "event_asks": N_("chose what an event asks"),
    "tickets_printed": N_("printed tickets"),
    "code_taken_down": N_("noted that a printed code was taken down"),
    "badges_printed": N_("printed badges"),
    "scorecards_published": N_("published scorecards"),
    "answers_looked_over": N_("looked for suspect answers"),
    "themes_set": N_("set the themes of comments"),
    "themes_released": N_("released what people wrote about"),
    "themes_withdrawn": N_("took back what people wrote about"),
    "project_merged": N_("merged a project into another"),
    "project_split": N_("split a merged project off again"),
    "index_weights_set": N_("set the weights of the index"),
    "flag_set_aside": N_("set suspect answers aside"),
    "flag_kept": N_("let flagged answers count"),
    "flag_open": N_("undid a decision about a flag"),
    "questionnaire_published": N_("published a questionnaire"),
    "contact_opened": N_("opened the number of a resident to call back"),
    "callback_given": N_("asked somebody to call a resident back"),
    "rules_changed": N_("changed the rules"),
    "deputy_left": N_("noted that a deputy is no longer in office"),
    "deputy_returned": N_("noted that a deputy is in office again"),
    "deed_brought": N_("brought in what a deputy had saved to a file"),
    "contacts_deleted": N_("deleted numbers of residents"),
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


DETAILS = {
    "new": N_("new"),
    "changed": N_("changed"),
    "unchanged": N_("unchanged"),
    "refused": N_("refused"),
    "name": N_("Name of the district"),
    "name_en": N_("Name in English"),
    "public_url": N_("Public address"),
    "complaint_line": N_("Complaint line"),
    "publication_minimum": N_("Publication minimum"),
    "role": N_("role"),
    "passes": N_("passes"),
    "accounts": N_("accounts"),
    "layout": N_("layout"),
    "projects": N_("projects"),
}


EDITS = ("settings_changed", "project_edited", "name_changed")
"""Acts whose details are pairs of old and new; elsewhere a list of two is just a list."""


@blueprint.app_template_filter("details")
def details(entry: AuditEntry) -> str:
    """An entry's detail in one line."""
    say = _edit if entry.act in EDITS else _value
    return "; ".join(f"{gettext(DETAILS.get(name, name))} {say(told)}" for name, told in entry.detail.items())


def _edit(told: object) -> str:
    """Old and new."""
    return " → ".join(str(one) or "–" for one in told) if isinstance(told, list) else _value(told)


def _value(told: object) -> str:
    return ", ".join(map(str, told)) if isinstance(told, list) else str(told)


def act_in_words(act: str) -> str:
    """An act as the page says it."""
    return gettext(ACTS[act]) if act in ACTS else act
