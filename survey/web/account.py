"""A member of staff's own account: password, and the browsers in which it is open."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey import problems
from survey.people import accounts, audit, passwords, sessions
from survey.web import who
from survey.web.inputs_people import ChangePasswordInput
from survey.web.refusals import sentence_of
from survey.web.sign_in import open_browser
from survey.web.transaction import db, now

blueprint = Blueprint("account", __name__, url_prefix="/account")


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(ChangePasswordInput(formdata=None))


def _page(typed: ChangePasswordInput, status: int = 200) -> ResponseReturnValue:
    browser = who.staff_browser()
    open_ones = sessions.living(db(), who.staff(), now())
    return render_template("account.html", input=typed, browsers=open_ones, here=browser.id if browser else 0), status


@blueprint.post("/password")
def change_password() -> ResponseReturnValue:
    """Change the password; every other browser is signed out."""
    typed = ChangePasswordInput()
    login, known = who.staff().login, who.staff().password_hash
    typed.login = login
    if not typed.validate():
        return _page(typed, 422)
    db().rollback()  # hashing takes a while; others may write meanwhile
    matched = known if passwords.matches(typed.current.data, known) else None
    password_hash = passwords.hash_of(typed.password.data)
    try:
        account = accounts.enter(db(), login, matched, now())
    except problems.WrongSignIn as problem:
        db().commit()  # the count of failures stays
        typed.current.errors = [sentence_of(problem)]
        return _page(typed, 422)
    accounts.set_password(account, password_hash)
    sessions.revoke_all(db(), account, now())
    flash(gettext("The password has been changed. Every other browser is signed out."))
    return open_browser(account, url_for("account.page"), act="password_set")


@blueprint.post("/sessions/<int:browser_id>/end")
def end_session(browser_id: int) -> ResponseReturnValue:
    """Sign one of one's own browsers out."""
    sessions.revoke(db(), sessions.of_account(db(), who.staff(), browser_id), now())
    flash(gettext("That browser is signed out."))
    db().commit()
    return redirect(url_for("account.page"), code=303)


@blueprint.post("/sign-out-everywhere")
def leave_everywhere() -> ResponseReturnValue:
    """Sign every browser of this account out, this one too."""
    account = who.staff()
    sessions.revoke_all(db(), account, now())
    audit.record(db(), account.login, "signed_out_everywhere", account.login, now())
    db().commit()
    return who.forget(redirect(url_for("sign_in.page"), code=303), who.STAFF_COOKIE)
