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
from survey.web import files
from survey.web.audit_words import act_in_words, actor_name, details, subject
from survey.web.inputs import read_day
from survey.web.listing import said
from survey.web.transaction import db, settings, today

blueprint = Blueprint("desk_audit", __name__, url_prefix="/desk/audit")
for words in (actor_name, details, subject):
    blueprint.add_app_template_filter(words)

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    told = (entry.at.isoformat(), actor_name(entry.actor), act_in_words(entry.act), subject(entry), details(entry))
    return [*told, entry.previous_hash, entry.hash]
