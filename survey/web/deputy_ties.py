"""Whom a deputy is tied to, declared on the own page: no draw sends a deputy to judge the own company or kin."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field, ValidationError

from survey import problems
from survey.people import ties
from survey.people.tables import Deputy
from survey.problems import N_
from survey.web import who
from survey.web.inputs import Input, needed
from survey.web.transaction import db, now

blueprint = Blueprint("deputy_ties", __name__, url_prefix="/deputy/ties")


class TieInput(Input):
    name = needed(lazy_gettext(N_("Full name of the company or department")), most=200)

    def validate_name(self, field: Field) -> None:
        if not ties.folded(field.data or ""):
            raise ValidationError(gettext("Please write a name."))
        if ties.folded(field.data) in {ties.folded(each.name) for each in ties.of_deputy(db(), _deputy())}:
            raise ValidationError(gettext("This stands below already."))


def _deputy() -> Deputy:
    if (deputy := who.deputy()) is None:
        raise problems.PassNeeded()
    return deputy


@blueprint.get("")
def page() -> ResponseReturnValue:
    """What the office's list says of the deputy, and what he declared himself."""
    return _page(TieInput(formdata=None))


def _page(typed: TieInput) -> ResponseReturnValue:
    deputy = _deputy()
    declared = ties.of_deputy(db(), deputy)
    page = render_template("deputy_ties.html", deputy=deputy, declared=declared, input=typed)
    return page, 422 if typed.errors else 200


@blueprint.post("")
def declare() -> ResponseReturnValue:
    """Declare one more."""
    deputy, typed = _deputy(), TieInput()
    if not typed.validate():
        return _page(typed)
    ties.declare(db(), deputy, typed.name.data, now())
    flash(gettext("Noted. No draw sends you there from now on."))
    db().commit()
    return redirect(url_for("deputy_ties.page"), 303)


@blueprint.post("/<int:tie_id>/end")
def end(tie_id: int) -> ResponseReturnValue:
    """An own tie is over."""
    ties.end(db(), _deputy(), tie_id, now())
    db().commit()
    return redirect(url_for("deputy_ties.page"), 303)
