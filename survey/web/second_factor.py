"""A member of staff's second factor: switched on with a code from the app, and off with another."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from survey import problems
from survey.people import audit, second_factor
from survey.printing import qr
from survey.web import who
from survey.web.inputs import refuse
from survey.web.inputs_people import SecondFactorInput
from survey.web.transaction import db, key, now, settings

blueprint = Blueprint("second_factor", __name__, url_prefix="/account/second-factor")


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(SecondFactorInput(formdata=None, salt=second_factor.new_salt()))


def _page(typed: SecondFactorInput, status: int = 200) -> ResponseReturnValue:
    account = who.staff()
    address = second_factor.address(key(), typed.salt.data or "", account.login)
    return render_template(
        "second_factor.html",
        input=typed,
        is_on=account.second_factor_salt is not None,
        must=account.role in settings().second_factor,
        link=address,
        code=Markup(qr.svg(address)),
        by_hand=second_factor.typed_by_hand(key(), typed.salt.data or ""),
    ), status


@blueprint.post("")
def switch_on() -> ResponseReturnValue:
    """Ask for a code from now on, when this one proves that the app has the secret."""
    typed, account = SecondFactorInput(), who.staff()
    if account.second_factor_salt is not None:
        raise problems.NotAllowed()  # whoever finds an open browser must not put a phone of their own in its place
    step = second_factor.step_of(key(), typed.salt.data or "", typed.code.data, now())
    if step is None or not typed.salt.data:
        refuse(typed.code, gettext("This code does not fit. Please type the one that the app shows now."))
        return _page(typed, 422)
    second_factor.switch_on(account, typed.salt.data, step)
    return _done("second_factor_on", gettext("The second factor is on. You are asked for a code at every sign-in."))


@blueprint.post("/off")
def switch_off() -> ResponseReturnValue:
    """Ask for no code any more, when this one is right."""
    typed, account = SecondFactorInput(), who.staff()
    if account.role in settings().second_factor:
        raise problems.NotAllowed()
    if not second_factor.fits(account, key(), typed.code.data, now()):
        refuse(typed.code, gettext("This code does not fit. Please type the one that the app shows now."))
        return _page(typed, 422)
    second_factor.switch_off(account)
    return _done("second_factor_off", gettext("The second factor is off."))


def _done(act: str, sentence: str) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, who.staff().login, now())
    flash(sentence)
    db().commit()
    return redirect(url_for("account.page"), code=303)
