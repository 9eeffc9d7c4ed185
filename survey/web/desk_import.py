"""The import room of the desk: choose a file, look at what it would do and at how its columns were read, confirm.

Between the pages the file waits in SURVEY_DATA/uploads under its hash, so that any process can show or apply it. What
is applied is what was shown: the digest of the preview comes back with the confirmation and must still be the same.
"""

from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey import problems
from survey.people import audit
from survey.problems import N_, Problem
from survey.register.promises import Amendment
from survey.register.spreadsheet import applying, export, headings, preview, uploads, workbook
from survey.register.spreadsheet.columns import HEADINGS, Column
from survey.register.spreadsheet.headings import Layout
from survey.register.spreadsheet.preview import Preview, Verdict
from survey.register.spreadsheet.refusals import Refusal
from survey.register.spreadsheet.repairs import REPAIRED
from survey.register.tables import Project
from survey.web import cancelled, who
from survey.web.inputs_findings import LONGEST
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now, only_read, settings, today

blueprint = Blueprint("desk_import", __name__, url_prefix="/desk")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 500
"""Rows on the preview page; the counts and the confirmation are about all of them."""
MOVED = N_("The register has changed since this preview. Please look at it again and confirm.")


def _folder() -> Path:
    return settings().data / "uploads"


@blueprint.get("/import")
def page() -> ResponseReturnValue:
    return _room()


def _room(refused: str = "", status: int = 200) -> ResponseReturnValue:
    is_empty = db().scalar(select(Project.id).limit(1)) is None
    return render_template("desk/import.html", refused=refused, is_empty=is_empty), status


@blueprint.post("/import")
def upload() -> ResponseReturnValue:
    """Keep the chosen file and go to its preview; a file that cannot be read says why, here."""
    only_read()
    file = request.files.get("file")
    content = file.read() if file else b""
    try:
        headings.find(workbook.sheets_of(content))
    except Problem as problem:
        return _room(sentence_of(problem), STATUS[type(problem)])
    digest = uploads.keep(_folder(), (file.filename if file else None) or "", content, now())
    return redirect(url_for("desk_import.look", digest=digest), 303)


@blueprint.get("/import/<digest>")
def look(digest: str) -> ResponseReturnValue:
    """What the file would do, row by row; `column_…` values of the address correct how its columns were read."""
    return _page(digest)


@blueprint.post("/import/<digest>")
def confirm(digest: str) -> ResponseReturnValue:
    """Write all of it, if it is still what was shown; a file with refused rows writes nothing."""
    db().rollback()  # reading a large file takes seconds, in which SQLite's write lock is the residents'
    name, layout = _layout(digest)
    applying.alone(db())
    made = _preview(db(), layout)
    if made.digest != request.form.get("preview"):
        return _page(digest, gettext(MOVED), 409)
    by = Amendment(who.staff().login, name[:200], now())
    reason = request.form.get("reason", "").strip()[:LONGEST] or gettext(cancelled.BY_FILE)
    cancelled.apply(db(), made, by, reason, who.staff().login, today(), settings().timezone)
    audit.record(db(), who.staff().login, "register_imported", name[:200], now(), **preview.summary(made))
    db().commit()
    flash(gettext(N_("The register is up to date: %(new)s new, %(changed)s changed."), **preview.summary(made)))
    return redirect(url_for("desk_five.page"), 303)


@blueprint.get("/export.xlsx")
def download() -> ResponseReturnValue:
    """The register as a workbook that can be edited and imported back."""
    return send_file(BytesIO(export.workbook(db())), XLSX, as_attachment=True, download_name="实事项目清单.xlsx")


def _layout(digest: str) -> tuple[str, Layout]:
    """The kept file's name and its layout, with the columns as the office corrected them."""
    name, content = uploads.find(_folder(), digest)
    layout = headings.find(workbook.sheets_of(content))
    said = {column: request.values.get(f"column_{column}") for column in Column}
    if any(place is not None for place in said.values()):
        layout = layout.with_columns(dict(_places(said, layout)))
    return name, layout


def _places(said: Mapping[Column, str | None], layout: Layout) -> Iterator[tuple[Column, int]]:
    """The columns of the register that were given a column of the sheet; nonsense counts as "not in the file"."""
    for column, place in said.items():
        if place and place.isascii() and place.isdigit() and int(place) < layout.sheet.width:
            yield column, int(place)


def _preview(session: Session, layout: Layout) -> Preview:
    if layout.missing:
        columns = ", ".join(gettext(HEADINGS[column].label) for column in layout.missing)
        raise problems.MissingColumns(columns=columns)
    return preview.of_layout(session, layout)


def _page(digest: str, refused: str = "", status: int = 200) -> ResponseReturnValue:
    """The preview page; when columns are missing it shows the mapping alone, to be corrected."""
    name, layout = _layout(digest)
    made: Preview | None = None
    try:
        made = _preview(db(), layout)
    except Problem as problem:
        refused, status = sentence_of(problem), STATUS[type(problem)]
    wanted = request.args.get("verdict")
    lines = [line for line in made.lines if wanted in (None, "", line.verdict)] if made else []
    return render_template(
        "desk/import_preview.html",
        file=name,
        layout=layout,
        letters=headings.letters(layout),
        words=layout.words(),
        repaired=REPAIRED,
        columns=[(column, HEADINGS[column].label) for column in Column],
        made=made,
        lines=lines[:SHOWN],
        hidden=max(0, len(lines) - SHOWN),
        wanted=wanted,
        refused=refused,
        cancelled=cancelled.foreseen(db(), made) if made else [],
        standing_reason=gettext(cancelled.BY_FILE),
        can_confirm=made is not None and not made.counts[Verdict.REFUSED] and not made.changes_nothing,
        label=lambda column: gettext(HEADINGS[column].label),
        say=_say,
    ), status


def _say(refusal: Refusal) -> str:
    """A refusal in the language of the request; the names of columns in it are translated too."""
    labels = {heading.label for heading in HEADINGS.values()}
    values = {key: gettext(value) if value in labels else value for key, value in refusal.values.items()}
    return str(gettext(refusal.sentence)).format(**values)
