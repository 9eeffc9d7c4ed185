"""The desk's audit log: what staff did, the newest first."""

from datetime import date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.people.tables import AuditEntry
from survey.printing import table
from survey.printing.table import Sheet
from survey.problems import N_
from survey.register import district
from survey.rounds.tables import Act
from survey.web import files
from survey.web.inputs import read_day
from survey.web.listing import said
from survey.web.transaction import db, settings, today
from survey.web.words import word

blueprint = Blueprint("desk_audit", __name__, url_prefix="/desk/audit")

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    "media_day_noted": N_("noted a media open day"),
    "peer_noted": N_("noted another district's figure"),
    "notice_addresses_set": N_("noted where notices go"),
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
    "contact_told": N_("looked up everything about a number"),
    "retention_run": N_("deleted what is kept no longer"),
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
    "questionnaire_drafted": N_("drafted a questionnaire"),
    "questionnaire_retired": N_("retired a questionnaire"),
    "questionnaire_discarded": N_("discarded a draft"),
    "questionnaire_chosen": N_("chose a project's questionnaire"),
    "answers_taken": N_("took answers as a file"),
    "sheets_numbered": N_("numbered paper sheets"),
    "kiosk_pin_made": N_("made a kiosk's PIN"),
    "calendar_changed": N_("changed the working days"),
    "app_complaint_settled": N_("answered a complaint about the app"),
    "hearing_noted": N_("noted a hearing"),
    "visit_planned": N_("planned a visit"),
    "visit_shifted": N_("moved a visit"),
    "visit_cancelled": N_("called a visit off"),
    "visit_closed": N_("closed a visit"),
    "visit_released": N_("released a visit"),
    "visit_commented": N_("commented on a visit"),
    "site_found_closed": N_("found a site closed"),
    "deputy_recused": N_("stood back from a visit"),
    "ballot_opened": N_("opened a ballot"),
    "ballot_closed": N_("closed a ballot"),
    "draw_committed": N_("committed to a draw"),
    "draw_revealed": N_("revealed a draw"),
    "questionnaire_published": N_("published a questionnaire"),
    "contact_opened": N_("opened the number of a resident to call back"),
    "callback_given": N_("asked somebody to call a resident back"),
    "rules_changed": N_("changed the rules"),
    "deputy_left": N_("noted that a deputy is no longer in office"),
    "deputy_returned": N_("noted that a deputy is in office again"),
    "sheet_brought": N_("brought in a deputy's sheet from a file"),
    "visit_kind_corrected": N_("put right whether those visited knew of it"),
    "deed_brought": N_("brought in what a deputy had saved to a file"),
    "contacts_deleted": N_("deleted numbers of residents"),
}
"""How acts read on the page; an act without a line here shows its own word."""


HEADINGS = (N_("When"), N_("Who"), N_("What"), N_("To what"), N_("Details"), N_("Hash before"), N_("Hash"))


@blueprint.get("")
def page() -> ResponseReturnValue:
    number = max(1, request.args.get("page", 1, type=int))
    entries = audit.page(db(), _asked(), limit=PAGE + 1, offset=(number - 1) * PAGE)
    return render_template(
        "desk_audit.html",
        entries=entries[:PAGE],
        more=len(entries) > PAGE,
        number=number,
        query={name: value for name in ("act", "actor", "q", "since", "until") if (value := said(name))},
        acts=[(known, act_in_words(known)) for known in audit.acts(db())],
        actors=audit.actors(db()),
        act_in_words=act_in_words,
    )


def _asked() -> audit.Filter:
    """What the address asks for; days are the district's."""
    since, until = read_day(said("since")), read_day(said("until"))
    return audit.Filter(
        act=said("act"),
        actor=said("actor"),
        search=said("q")[:100],
        since=_begin(since) if since else None,
        until=_begin(until + timedelta(days=1)) if until and until < date.max else None,
    )


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), settings().timezone)


@blueprint.get("/log.xlsx")
def workbook() -> ResponseReturnValue:
    """All that the address asks for, the oldest first, with the hashes that chain the entries."""
    sheet = Sheet(
        title=gettext("Audit log"),
        unit=district.current(db()).name,
        day=today(),
        note=" ".join(filter(None, (said(name) for name in ("act", "actor", "q", "since", "until")))),
        headings=[gettext(words) for words in HEADINGS],
        widths=[22, 16, 28, 28, 48, 20, 20],
        numbers=[False] * len(HEADINGS),
        rows=(_row(entry) for entry in audit.in_order(db(), _asked())),
    )
    return files.file(table.workbook(sheet), "audit-log.xlsx", XLSX)


def _row(entry: AuditEntry) -> list[str]:
    told = (entry.at.isoformat(), entry.actor, act_in_words(entry.act), entry.subject, details(entry))
    return [*told, entry.previous_hash, entry.hash]


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
    "contacts": N_("numbers deleted"),
    "kept": N_("numbers kept"),
    "sign_ins": N_("sign-ins"),
    "links": N_("links"),
    "notices": N_("notices"),
    "uploads": N_("files"),
    "day_keys": N_("day keys"),
    "texts": N_("submissions whose words were deleted"),
    "complaints": N_("complaints about the app"),
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
    """An act as the page says it; what was done to a finding reads as on the finding's own page."""
    if (done := act.removeprefix("finding_")) in set(Act):
        return str(gettext("finding: %(act)s", act=word(Act(done))))
    return gettext(ACTS[act]) if act in ACTS else act
