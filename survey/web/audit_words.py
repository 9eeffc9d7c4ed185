"""How an entry of the audit log reads: who, what, to what, and its details as label: value."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import gettext

from survey.collect.tables import VisitKind
from survey.people.tables import AuditEntry, Role
from survey.problems import N_
from survey.register.spreadsheet.columns import HEADINGS, Column
from survey.register.tables import NameKind, ProjectState
from survey.rounds.tables import Act, FindingState
from survey.watch.tables import Figure
from survey.web.audit_acts import ACTS
from survey.web.inputs_rules import LABELS
from survey.web.words import word

DETAILS = {
    "accounts": N_("accounts"),
    "as_written": N_("words as they were written"),
    "changed": N_("changed"),
    "code": N_("code"),
    "comments": N_("comments"),
    "commitment": N_("commitment"),
    "complaint_line": N_("Complaint line"),
    "complaints": N_("complaints about the app"),
    "contacts": N_("numbers deleted"),
    "count": N_("how many"),
    "datum": N_("coordinates given as"),
    "day_keys": N_("day keys"),
    "department": N_("department"),
    "deputies": N_("deputies"),
    "due_on": N_("due"),
    "ending": N_("kind of file"),
    "figure": N_("figure"),
    "findings": N_("findings"),
    "first": N_("from number"),
    "flags": N_("suspect answers found"),
    "forgotten": N_("taken out"),
    "hash": N_("fingerprint"),
    "into": N_("into"),
    "kept": N_("numbers kept"),
    "kind": N_("kind"),
    "known": N_("logged before"),
    "layout": N_("layout"),
    "links": N_("links"),
    "logo": N_("with a logo"),
    "merged": N_("merged"),
    "milestone": N_("milestone"),
    "milestones": N_("milestones"),
    "month": N_("month"),
    "name": N_("name"),
    "name_en": N_("Name in English"),
    "new": N_("new"),
    "note": N_("note"),
    "notices": N_("notices"),
    "old": N_("before"),
    "on_schedule": N_("on schedule"),
    "passes": N_("passes"),
    "project": N_("project"),
    "projects": N_("projects"),
    "public_url": N_("Public address"),
    "publication_minimum": N_("Publication minimum"),
    "questionnaire": N_("questionnaire"),
    "reason": N_("reason"),
    "refused": N_("refused"),
    "replaces": N_("instead of"),
    "residents": N_("residents"),
    "role": N_("role"),
    "seed": N_("seed"),
    "sheet": N_("sheet"),
    "sheets": N_("sheets"),
    "sign_ins": N_("sign-ins"),
    "site": N_("site"),
    "state": N_("state"),
    "texts": N_("submissions whose words were deleted"),
    "to": N_("given to"),
    "unchanged": N_("unchanged"),
    "uploads": N_("files"),
    "version": N_("version"),
}
INSIDE = ("follow_up", "sites")
"""Details that are keys of the database and tell a reader nothing."""
PAIRS = ("settings_changed", "project_edited", "name_changed", "rules_changed")
"""Acts whose details are pairs of old and new; elsewhere a list of two is just a list."""
ENUMS: Mapping[str, tuple[type[StrEnum], ...]] = {
    "role": (Role,),
    "state": (FindingState, ProjectState),
    "kind": (NameKind, VisitKind),
    "figure": (Figure,),
    "to": (Role,),
}
ACTORS = {"command line": N_("command line"), "daily": N_("every day by itself")}


def details(entry: AuditEntry) -> str:
    """An entry's details in one line; empty ones are left out, and noughts beside other figures."""
    told = {name: value for name, value in entry.detail.items() if value not in ("", None, []) and name not in INSIDE}
    if any(type(value) is int and value for value in told.values()):
        told = {name: value for name, value in told.items() if type(value) is not int or value}
    if "old" in told and "new" in told:
        told = {"changed": [told.pop("old"), told.pop("new")], **told}
    said = (
        gettext("%(label)s: %(value)s", label=_label(entry.act, name), value=_value(entry.act, name, value))
        for name, value in told.items()
    )
    return str(gettext("; ")).join(said)


def _label(act: str, name: str) -> str:
    if act == "project_edited" and name in list(Column):
        return str(gettext(HEADINGS[Column(name)].label))
    if act == "settings_changed" and name == "name":
        return str(gettext("Name of the district"))
    return str(gettext(LABELS.get(name) or DETAILS.get(name, name)))


def _value(act: str, name: str, told: object) -> str:
    if isinstance(told, list):
        is_pair = act in PAIRS or name == "changed"
        return (" → " if is_pair else ", ").join(_one(act, name, one) for one in told)
    return _one(act, name, told)


def _one(act: str, name: str, told: object) -> str:
    if told in ("", None):
        return "–"
    if isinstance(told, bool):
        if act == "calendar_changed" and name != "forgotten":
            return str(gettext("working day") if told else gettext("day off"))
        return str(gettext("yes") if told else gettext("no"))
    for enum in ENUMS.get(name, ()):
        if told in list(enum):
            return word(enum(str(told)))
    return f"{told:,}" if isinstance(told, int) else str(told)


def subject(entry: AuditEntry) -> str:
    """What it was done to; where the log holds only the names of columns, the details say it."""
    if entry.act in ("settings_changed", "rules_changed"):
        return ""
    if entry.act == "index_weights_set":
        return str(gettext("on") if entry.subject == "on" else gettext("off"))
    return entry.subject


def actor_name(login: str) -> str:
    """A login of the log as a page says it, or that nobody signed in did it."""
    return str(gettext(ACTORS[login])) if login in ACTORS else login


def act_in_words(act: str) -> str:
    """An act as the page says it; what was done to a finding reads as on the finding's own page."""
    if (done := act.removeprefix("finding_")) in set(Act):
        return str(gettext("finding: %(act)s", act=word(Act(done))))
    return gettext(ACTS[act]) if act in ACTS else act
