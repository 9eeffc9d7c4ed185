"""What came to a department: its findings by deadline, and its answers to them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.rounds import findings, moves
from survey.rounds.tables import By, Finding
from survey.web import who
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
        today=today(),
        offered=offered(found, By.DEPARTMENT, typed),
        address=lambda name: url_for("department_findings.act", code=found.code, name=name),
    ), 422 if typed else 200


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
