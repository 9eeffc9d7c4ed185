"""Where the office merges findings that say the same, and splits them again; it decides, nothing merges by itself."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.problems import N_
from survey.rounds import findings, merging
from survey.rounds.tables import Act, By
from survey.web import who
from survey.web.inputs_findings import ActInput, sentence
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_merging", __name__, url_prefix="/desk/findings/<code>")


class SplitInput(ActInput):
    act, title, button = Act.SPLIT, N_("Split it off again"), N_("Split it off")
    text = sentence(N_("Why it is not the same after all"))


@blueprint.post("/merge")
def merge(code: str) -> ResponseReturnValue:
    """Let the finding go on as a part of the chosen one."""
    found, into = findings.of_office(db(), code), findings.of_office(db(), request.form.get("into", ""))
    merging.merge(db(), found, into, who.staff().login, now(), today())
    target = into.code
    flash(gettext("Merged. Whoever raised it follows this finding now."))
    db().commit()
    return redirect(url_for("desk_findings.finding", code=target), 303)


@blueprint.post("/split")
def split(code: str) -> ResponseReturnValue:
    """Let a merged finding stand for itself again."""
    found, typed = findings.of_office(db(), code), SplitInput()
    if not typed.validate():
        raise problems.ReasonNeeded()
    merging.split(db(), found, typed.deed(By.OFFICE, who.staff().login), now(), today())
    flash(gettext("Split off. It waits for a department again."))
    db().commit()
    return redirect(url_for("desk_findings.finding", code=code), 303)
