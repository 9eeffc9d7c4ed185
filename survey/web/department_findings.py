"""What came to a department: its findings by deadline, and its answers to them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.rounds import findings, moves
from survey.rounds.tables import By, Finding, Origin
from survey.web import photos, who
from survey.web.inputs_findings import ActInput, of_name, offered
from survey.web.transaction import db, now, today

blueprint = Blueprint("department_findings", __name__, url_prefix="/department/findings")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The department's findings, what is due first on top."""
    department = who.department()
    rows = findings.all_of_department(db(), department)
    return render_template("department/findings.html", rows=rows, department=department, today=today())


@blueprint.get("/<code>")
def finding(code: str) -> ResponseReturnValue:
    """One finding of the department."""
    return _finding(findings.of_department(db(), who.department(), code))


def _finding(found: Finding, typed: ActInput | None = None) -> ResponseReturnValue:
    return render_template(
        "department/finding.html",
        finding=found,
        photos=[url_for("department_findings.photo", code=found.code, sha256=each) for each in _photos(found)],
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
    moves.perform(db(), found, typed.deed(By.DEPARTMENT, who.staff().login), now(), today())
    flash(gettext("Done. The finding has moved on."))
    db().commit()
    return redirect(url_for("department_findings.page"), 303)


@blueprint.get("/<code>/photos/<sha256>")
def photo(code: str, sha256: str) -> ResponseReturnValue:
    """A photo that came with the finding."""
    if sha256 not in _photos(findings.of_department(db(), who.department(), code)):
        raise problems.NotFound()
    return photos.show(sha256)
