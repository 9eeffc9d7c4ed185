"""A list of links to media reports, pasted or as a spreadsheet: looked at first, then logged."""

from collections.abc import Sequence
from pathlib import Path

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from survey import problems
from survey.people import audit
from survey.people.lists import Refusal
from survey.register.spreadsheet import applying, uploads
from survey.register.spreadsheet import workbook as spreadsheet
from survey.register.tables import Project
from survey.watch import report_list, reports
from survey.watch.report_list import Line
from survey.web import who
from survey.web.desk_watch import shown
from survey.web.inputs_watch import LinksInput, ReportInput
from survey.web.refusals import STATUS, sentence_of
from survey.web.transaction import db, now, settings, today

blueprint = Blueprint("desk_links", __name__, url_prefix="/desk/watch/links")
PASTED = ""
"""The name of what came without a file."""


@blueprint.post("")
def paste() -> ResponseReturnValue:
    """Take pasted links and show what logging them would do."""
    typed = LinksInput()
    if not typed.validate():
        return shown(ReportInput(formdata=None, published_on=today()), typed, 422)
    return _look_at(PASTED, typed.links.data.encode())


@blueprint.post("/file")
def upload() -> ResponseReturnValue:
    """Take a spreadsheet of links and show what logging them would do."""
    file = request.files.get("file")
    content = file.read() if file else b""
    try:
        _read((file and file.filename) or "?", content)
    except problems.Problem as problem:
        blank = ReportInput(formdata=None, published_on=today()), LinksInput(formdata=None)
        return shown(*blank, STATUS[type(problem)], refused=sentence_of(problem))
    return _look_at((file and file.filename) or "?", content)


def _look_at(name: str, content: bytes) -> ResponseReturnValue:
    digest = uploads.keep(_folder(), name, content, now())
    return redirect(url_for("desk_links.look", digest=digest), code=303)


@blueprint.get("/<digest>")
def look(digest: str) -> ResponseReturnValue:
    """Every line's verdict, before anything is stored."""
    return _look(*uploads.find(_folder(), digest))


def _look(name: str, content: bytes, status: int = 200) -> ResponseReturnValue:
    lines, refusals = _read(name, content)
    judged = reports.judge(db(), lines)
    return render_template(
        "desk/watch_links.html",
        name=name,
        judged=judged,
        new=sum(each.is_new for each in judged),
        refusals=refusals,
        is_blocked=bool(name and refusals),
    ), status


@blueprint.post("/<digest>")
def log(digest: str) -> ResponseReturnValue:
    """Log what is new: all that was pasted and is a link; of a spreadsheet all, or nothing while a cell is wrong."""
    name, content = uploads.find(_folder(), digest)
    applying.alone(db())
    lines, refusals = _read(name, content)
    if name and refusals:
        return _look(name, content, 422)
    new, known = reports.bring(db(), lines, who=who.staff().name, day=today(), now=now())
    audit.record(db(), who.staff().login, "links_pasted", name[:200], now(), new=new, known=known)
    flash(gettext("%(new)d new reports; %(known)d were logged already.", new=new, known=known))
    db().commit()
    return redirect(url_for("desk_watch.page"), code=303)


def _read(name: str, content: bytes) -> tuple[list[Line], Sequence[Refusal]]:
    """The lines of what was pasted or uploaded, and what is wrong with the others."""
    if name == PASTED:
        return report_list.of_text(content.decode())
    rows = spreadsheet.sheets_of(content)[0].rows
    return report_list.read(rows, set(db().scalars(select(Project.number))))


def _folder() -> Path:
    return settings().data / "uploads"
