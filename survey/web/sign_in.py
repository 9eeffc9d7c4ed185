"""Sign in with login and password, or once with a link that also sets the password; sign out."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.database import reader
from survey.people import accounts, audit, links, passwords, second_factor, sessions
from survey.people.tables import Account, Role
from survey.web import who
from survey.web.inputs_people import NewPasswordInput, SignInInput
from survey.web.permissions import LOOKERS
from survey.web.refusals import sentence_of
from survey.web.transaction import db, engine, key, now

blueprint = Blueprint("sign_in", __name__)


@blueprint.get("/sign-in")
def page() -> ResponseReturnValue:
    """The sign-in page; who is signed in already goes on."""
    if (account := who.account()) is not None:
        return redirect(local_path(request.args.get("next")) or home(account), code=303)
    return render_template("sign_in.html", input=SignInInput(request.args))


@blueprint.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Check login and password; whatever is wrong, the same sentence and the login still there."""
    typed = SignInInput()
    if not typed.validate():
        return render_template("sign_in.html", input=typed), 422
    matched = _matched_hash(typed.login.data, typed.password.data)
    try:
        account = accounts.enter(db(), typed.login.data, matched, now(), proves_more=_proves(typed.code.data))
    except problems.WrongSignIn as problem:
        db().commit()  # the count of failures stays
        return render_template("sign_in.html", input=typed, refusal=sentence_of(problem)), 422
    return open_browser(account, local_path(typed.next.data) or home(account), act="signed_in")


def _proves(code: str) -> Callable[[Account], bool]:
    """The question whether the six digits that were typed are an account's second factor."""
    return lambda account: second_factor.fits(account, key(), code, now())


def _matched_hash(login: str, password: str) -> str | None:
    """The account's hash when the password fits it; read and compared outside the request's write transaction."""
    with reader(engine()) as looking:
        account = accounts.of_login(looking, login)
        known = account.password_hash if account else None
    return known if passwords.matches(password, known) else None


@blueprint.get("/sign-in/<secret>")
def link(secret: str) -> ResponseReturnValue:
    """Show whose link this is and ask for a password; looking (or a chat's preview) does not use it up."""
    found = links.of_secret(db(), secret, now())
    return render_template("sign_in_link.html", account=found.account, input=NewPasswordInput())


@blueprint.post("/sign-in/<secret>")
def use_link(secret: str) -> ResponseReturnValue:
    """Set the password, use the link up and open this browser."""
    with reader(engine()) as looking:
        account = links.of_secret(looking, secret, now()).account
    typed = NewPasswordInput()
    typed.login = account.login
    if not typed.validate():
        return render_template("sign_in_link.html", account=account, input=typed), 422
    password_hash = passwords.hash_of(typed.password.data)
    found = links.of_secret(db(), secret, now())
    links.use(db(), found, now())
    accounts.set_password(found.account, password_hash)
    sessions.revoke_all(db(), found.account, now())
    if found.account.second_factor_salt is not None:  # a link that went astray must not open what the phone guards
        audit.record(db(), found.account.login, "password_set", found.account.login, now())
        db().commit()
        return redirect(url_for("sign_in.page", login=found.account.login), code=303)
    return open_browser(found.account, home(found.account), act="password_set")


@blueprint.post("/sign-out")
def leave() -> ResponseReturnValue:
    """End this browser's session."""
    browser = who.staff_browser()
    if browser is not None:
        sessions.revoke(db(), browser, now())
    db().commit()
    return who.forget(redirect(url_for("sign_in.page"), code=303), who.STAFF_COOKIE)


def open_browser(account: Account, target: str, *, act: str) -> ResponseReturnValue:
    """Open this browser for an account, note the act and go on; commits."""
    secret = sessions.open_for_account(db(), account, agent=request.user_agent.string, now=now())
    audit.record(db(), account.login, act, account.login, now())
    db().commit()
    session.pop("csrf_token", None)  # a token that somebody saw before the sign-in is worth nothing after it
    return who.remember(redirect(target, code=303), who.STAFF_COOKIE, secret)


def home(account: Account) -> str:
    """The page that a member of staff starts from."""
    if account.role is Role.DEPARTMENT:
        return url_for("department_projects.page")
    if account.role is Role.INTERVIEWER:
        return url_for("interviews.page")
    return url_for("desk_home.page") if account.role in LOOKERS else url_for("account.page")


def local_path(path: str | None) -> str | None:
    r"""A path on this site, or None: never another host, also not as //host, /\host or with a line break inside."""
    if not path or not path.startswith("/") or path.startswith("//") or "\\" in path or not path.isprintable():
        return None
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else None
