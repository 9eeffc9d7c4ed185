"""The rules of the programme at the desk: deadlines, limits, pass mark and ballot, changed by the office."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.people import audit
from survey.register import rules
from survey.web import who
from survey.web.inputs_rules import GROUPS, RulesInput
from survey.web.transaction import db, now

blueprint = Blueprint("desk_rules", __name__, url_prefix="/desk/rules")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Every rule with what ships beside it."""
    return _page(RulesInput(formdata=None, obj=rules.of_office(db())))


def _page(typed: RulesInput) -> ResponseReturnValue:
    return render_template(
        "desk/rules.html",
        input=typed,
        groups=[(gettext(title), [typed[name] for name in names]) for title, names in GROUPS],
        shipped=rules.DEFAULT,
    ), 422 if typed.errors else 200


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Let the typed rules be in force, and log old and new; deadlines that stand already stay as they were set."""
    typed = RulesInput()
    if not typed.validate():
        return _page(typed)
    changes = rules.change(db(), typed.rules())
    if changes:
        audit.record(db(), who.staff().login, "rules_changed", ", ".join(changes), now(), **changes)
    flash(gettext("Saved.") if changes else gettext("Nothing was changed."))
    db().commit()
    return redirect(url_for("desk_rules.page"), 303)
