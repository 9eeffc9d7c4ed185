"""What came to a department: its findings by deadline, and its answers to them."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.rounds import findings, moves
from survey.rounds.findings import Filter
from survey.rounds.tables import By, Finding, Origin
from survey.web import photos, timelines, who
from survey.web.inputs_findings import ActInput, ReplyInput, of_name, offered
from survey.web.transaction import db, now, today
from survey.web.weeks import asked_page, sunday

blueprint = Blueprint("department_findings", __name__, url_prefix="/department/findings")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The department's findings, what is due first on top; all of them, what is due this week, or what is late."""
    mine = Filter(department=who.department())
    late, week = replace(mine, late=True), replace(mine, due_by=sunday())
    asked = week if "week" in request.args else late if "late" in request.args else mine
    number, pages = asked_page(findings.count_of_department(db(), asked, today()), findings.PAGE)
    return render_template(
        "department/findings.html",
        rows=findings.page_of_department(db(), asked, today(), number),
        filter=asked,
        number=number,
        pages=pages,
        late=findings.count_of_department(db(), late, today()),
        week=findings.count_of_department(db(), week, today()),
        today=today(),
        owed=findings.OWED,
    )


@blueprint.get("/<code>")
def finding(code: str) -> ResponseReturnValue:
    """One finding of the department."""
    return _finding(findings.of_department(db(), who.department(), code))


@blueprint.get("/<code>.pdf")
def print_(code: str) -> ResponseReturnValue:
    """The finding with its timeline and photos, to be printed."""
    found = findings.of_department(db(), who.department(), code)
    return timelines.pdf(found, _photos(found))


def _finding(found: Finding, typed: ActInput | None = None) -> ResponseReturnValue:
    return render_template(
        "department/finding.html",
        finding=found,
        photos=_photos(found),
        show=lambda sha256: url_for("department_findings.photo", code=found.code, sha256=sha256),
        today=today(),
        offered=offered(found, By.DEPARTMENT, typed),
        address=lambda name: url_for("department_findings.act", code=found.code, name=name),
    ), 422 if typed else 200


def _photos(found: Finding) -> list[str]:
    """A deputy's photos; a resident's could show who complained."""
    return findings.photos(db(), found) if found.origin is Origin.DEPUTY else []


@blueprint.post("/<code>/<name>")
def act(code: str, name: str) -> ResponseReturnValue:
    """Accept, return, check, extend or reply."""
    found, typed = findings.of_department(db(), who.department(), code), of_name(name)
    if not typed.validate():
        return _finding(found, typed)
    deed = typed.deed(By.DEPARTMENT, who.staff().login)
    if isinstance(typed, ReplyInput):
        deed = replace(deed, photos=photos.take(typed.photos.data or (), now()))
    moves.perform(db(), found, deed, now(), today())
    flash(gettext("Done. The finding has moved on."))
    db().commit()
    return redirect(url_for("department_findings.page"), 303)


@blueprint.get("/<code>/photos/<sha256>")
def photo(code: str, sha256: str) -> ResponseReturnValue:
    """A photo that came with the finding, or with a reply to it."""
    found = findings.of_department(db(), who.department(), code)
    if sha256 not in _photos(found) + findings.replied_photos(db(), found):
        raise problems.NotFound()
    return photos.show(sha256)
