"""The privacy officer's page: what is kept of people and how long, and everything about one number on request."""

import json
from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext, ngettext

from survey import problems
from survey.collect import contacts
from survey.people import audit
from survey.printing import table
from survey.printing.table import Sheet
from survey.problems import N_
from survey.register import district, rules
from survey.rounds import about_number
from survey.rounds.about_number import Entry
from survey.web import files, who
from survey.web.inputs import Input, needed, refuse
from survey.web.refusals import sentence_of
from survey.web.transaction import db, key, now, today

blueprint = Blueprint("desk_privacy", __name__, url_prefix="/desk/privacy")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KINDS = {
    "contact": N_("number left"),
    "submission": N_("answers"),
    "finding": N_("finding"),
    "call": N_("call"),
}
SHOWN = 20


class NumberInput(Input):
    number = needed(lazy_gettext(N_("Phone number")), most=40)


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(NumberInput(formdata=None))


def _page(typed: NumberInput, entries: Sequence[Entry] | None = None, status: int = 200) -> ResponseReturnValue:
    periods = rules.of_office(db())
    return render_template(
        "desk/privacy.html",
        input=typed,
        entries=entries,
        kinds={kind: gettext(words) for kind, words in KINDS.items()},
        count=contacts.count(db()),
        periods=periods,
        runs=audit.newest(db(), act="retention_run", limit=SHOWN),
        opened=audit.newest(db(), act="contact_opened", limit=SHOWN),
    ), status


@blueprint.post("")
def look_up() -> ResponseReturnValue:
    """Show everything about a number, or give it as a file; who asked is in the log, the number is not."""
    typed = NumberInput()
    if not typed.validate():
        return _page(typed, status=422)
    try:
        entries = about_number.told(db(), typed.number.data, key())
    except problems.UnreadableNumber as problem:
        refuse(typed.number, sentence_of(problem))
        return _page(typed, status=422)
    audit.record(db(), who.staff().login, "contact_told", str(len(entries)), now())
    form = request.form.get("as", "")
    answer = _file(form, entries) if form in ("workbook", "json") else _page(typed, entries)
    db().commit()
    return answer


def _file(form: str, entries: Sequence[Entry]) -> ResponseReturnValue:
    if form == "json":
        told = [{"kind": e.kind, "at": e.at.isoformat(), "where": e.where, "says": e.says} for e in entries]
        return files.file(json.dumps(told, ensure_ascii=False, indent=1).encode(), "contact.json", "application/json")
    sheet = Sheet(
        title=gettext("Everything about one number"),
        unit=district.current(db()).name,
        day=today(),
        note="",
        headings=[gettext("Kind"), gettext("When"), gettext("Where"), gettext("What it says")],
        widths=[14, 24, 40, 60],
        numbers=[False] * 4,
        rows=([gettext(KINDS[e.kind]), e.at.isoformat(), e.where, e.says] for e in entries),
    )
    return files.file(table.workbook(sheet), "contact.xlsx", XLSX)


@blueprint.post("/forget")
def forget() -> ResponseReturnValue:
    """Delete a number everywhere, because its owner asks for it; the answers stay, and nobody knows whose they were."""
    typed = NumberInput()
    if not typed.validate():
        return _page(typed, status=422)
    try:
        found = contacts.of_number(db(), typed.number.data, key())
    except problems.UnreadableNumber as problem:
        refuse(typed.number, sentence_of(problem))
        return _page(typed, status=422)
    gone = contacts.forget(db(), found, who.staff().login, now())
    flash(ngettext("%(num)s number is deleted.", "%(num)s numbers are deleted.", gone))
    db().commit()
    return redirect(url_for("desk_privacy.page"), code=303)
