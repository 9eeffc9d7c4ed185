"""The desk's accounts: who may sign in, invitations, and what to do when a phone or a password is lost."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup

from survey import problems
from survey.people import accounts, audit, links, notices, second_factor, sessions
from survey.people.tables import Account, Role
from survey.printing import qr
from survey.register import departments, district
from survey.web import who
from survey.web.inputs import refuse
from survey.web.inputs_people import InvitationInput
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_accounts", __name__, url_prefix="/desk/accounts")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Everybody who has an account, and the form that invites one more."""
    return _page(InvitationInput(formdata=None, role=Role.DEPARTMENT.value))


def _page(typed: InvitationInput, status: int = 200) -> ResponseReturnValue:
    found = accounts.listed(db())
    named = {each.department for each in found if each.role is Role.DEPARTMENT and each.disabled_at is None}
    every = departments.every(db())
    unreached = departments.unreached(db())
    return render_template(
        "desk/accounts.html",
        input=typed,
        accounts=[(account, accounts.state(account, now())) for account in found],
        seen=sessions.last_seen(db()),
        roles=list(Role),
        departments=[each.name for each in every],
        without=[(each, each.name in unreached) for each in every if each.name not in named],
    ), status


@blueprint.post("")
def invite() -> ResponseReturnValue:
    """Make an account and show its one-time link."""
    typed = InvitationInput()
    if not typed.validate():
        return _page(typed, 422)
    role, department = Role(typed.role.data), typed.department.data
    try:
        department = departments.named(db(), department).name if department else ""
        account = accounts.make(
            db(), role, login=typed.login.data, name=typed.person.data, department=department, now=now()
        )
    except (problems.LoginTaken, problems.UnknownDepartment) as problem:
        refuse(typed.login if isinstance(problem, problems.LoginTaken) else typed.department, sentence_of(problem))
        return _page(typed, 422)
    return _with_link(account, "account_invited")


@blueprint.post("/departments")
def invite_departments() -> ResponseReturnValue:
    """Make an account for every department that has none, and show their links: nothing keeps them."""
    made = []
    for department in departments.every(db()):
        if not accounts.of_department(db(), department.name):
            made.append(_department_account(department.name))
    answer = render_template("desk/account_links.html", made=made, days=links.LIST_LIFE.days)
    for account, _ in made:
        audit.record(db(), who.staff().login, "account_invited", account.login, now(), role=account.role)
    db().commit()
    return answer


def _department_account(name: str) -> tuple[Account, str]:
    login = "".join(name.split())
    if accounts.of_login(db(), login) is not None:
        login = accounts.free_login(db(), Role.DEPARTMENT)
    account = accounts.make(db(), Role.DEPARTMENT, login=login, name=name, department=name, now=now())
    return account, _link(account, links.LIST_LIFE)


def _link(account: Account, life: timedelta = links.LIFE) -> str:
    return f"{district.public_url(db(), settings())}/sign-in/{links.make(db(), account, now(), life)}"


def _with_link(account: Account, act: str) -> ResponseReturnValue:
    """Show an account with a new link in this answer: nothing keeps the secret, so no other page could show it."""
    link = _link(account)
    audit.record(db(), who.staff().login, act, account.login, now(), role=account.role)
    answer = _one(account, link)
    db().commit()
    return answer


@blueprint.get("/<int:account_id>")
def one(account_id: int) -> ResponseReturnValue:
    """One account, where it is signed in, and what can be done with it."""
    return _one(accounts.of_id(db(), account_id))


def _one(account: Account, link: str = "") -> ResponseReturnValue:
    return render_template(
        "desk/account.html",
        shown=account,
        state=accounts.state(account, now()),
        browsers=sessions.living(db(), account, now()),
        is_mine=account.id == who.staff().id,
        link=link,
        code=Markup(qr.svg(link)) if link else "",
    )


@blueprint.post("/<int:account_id>/addresses")
def set_addresses(account_id: int) -> ResponseReturnValue:
    """Note where this account's notices go beside the app; nothing typed means nowhere."""
    account, typed = accounts.of_id(db(), account_id), request.form.get("addresses", "").split()
    if unknown := notices.unknown_addresses(" ".join(typed)):
        flash(gettext("These addresses are not taken: %(addresses)s", addresses=" ".join(unknown)), "bad")
        return redirect(url_for("desk_accounts.one", account_id=account.id), code=303)
    account.notice_addresses = " ".join(typed)
    audit.record(db(), who.staff().login, "notice_addresses_set", account.login, now(), count=len(typed))
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_accounts.one", account_id=account.id), code=303)


@blueprint.post("/<int:account_id>/link")
def renew_link(account_id: int) -> ResponseReturnValue:
    """Make a new one-time link: for who lost the first one or forgot the password."""
    account = accounts.of_id(db(), account_id)
    if account.disabled_at is not None:
        raise problems.NotAllowed()
    return _with_link(account, "link_renewed")


@blueprint.post("/<int:account_id>/sign-out")
def sign_out(account_id: int) -> ResponseReturnValue:
    """Sign an account out in every browser."""
    account = accounts.other(db(), account_id, who.staff())
    sessions.revoke_all(db(), account, now())
    return _done(account, "account_signed_out", gettext("%(name)s is signed out everywhere.", name=account.name))


@blueprint.post("/<int:account_id>/second-factor/off")
def drop_second_factor(account_id: int) -> ResponseReturnValue:
    """Switch the second factor off for somebody who lost the phone."""
    account = accounts.other(db(), account_id, who.staff())
    second_factor.switch_off(account)
    return _done(account, "second_factor_dropped", gettext("The second factor is off."))


@blueprint.post("/<int:account_id>/disable")
def disable(account_id: int) -> ResponseReturnValue:
    """Let nobody in with this account any more; what it did stays in the log."""
    account = accounts.other(db(), account_id, who.staff())
    account.disabled_at = account.disabled_at or now()
    sessions.revoke_all(db(), account, now())
    return _done(account, "account_disabled", gettext("%(name)s can no longer sign in.", name=account.name))


@blueprint.post("/<int:account_id>/enable")
def enable(account_id: int) -> ResponseReturnValue:
    """Let this account sign in again with the password that it had."""
    account = accounts.other(db(), account_id, who.staff())
    account.disabled_at = None
    return _done(account, "account_enabled", gettext("%(name)s can sign in again.", name=account.name))


def _done(account: Account, act: str, sentence: str) -> ResponseReturnValue:
    audit.record(db(), who.staff().login, act, account.login, now())
    flash(sentence)
    db().commit()
    return redirect(url_for("desk_accounts.one", account_id=account.id), code=303)
