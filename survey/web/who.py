"""Who is asking: a member of staff, a deputy with an open pass, a tablet that staff pinned, or anybody."""

from uuid import UUID

from flask import current_app, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Select
from werkzeug.wrappers import Response

from survey import problems
from survey.collect import kiosks
from survey.collect.tables import Kiosk
from survey.database import writer
from survey.people import sessions
from survey.people.secrets import mint
from survey.people.tables import Account, BrowserSession, Deputy, Pass, Role
from survey.visits import sealing
from survey.web.transaction import db, engine, key, now, settings, writes

STAFF_COOKIE = "staff"
PASS_COOKIE = "pass"
KIOSK_COOKIE = "kiosk"
INTERVIEW = "interview"
INTERVIEWERS = (Role.OFFICE, Role.INTERVIEWER)


def _browser(cookie: str) -> BrowserSession | None:
    secret = request.cookies.get(cookie)
    if not secret:
        return None
    key = f"browser_{cookie}"
    if key not in g:
        found = sessions.of_secret(db(), secret, now())
        if found is not None and now() - found.seen_at > sessions.TOUCH:
            _touch(found)
        setattr(g, key, found)
    found_again: BrowserSession | None = getattr(g, key)
    return found_again


def _touch(browser: BrowserSession) -> None:
    """Renew `seen_at`: in this request's own transaction when it writes, else in a short one beside it."""
    if writes():
        sessions.touch(db(), browser.id, now())
        return
    with writer(engine()) as session:
        sessions.touch(session, browser.id, now())
        session.commit()


def staff_browser() -> BrowserSession | None:
    """The signed-in browser of a member of staff, None when nobody is signed in."""
    browser = _browser(STAFF_COOKIE)
    return browser if browser is not None and browser.account is not None else None


def account() -> Account | None:
    """The member of staff who is asking."""
    browser = staff_browser()
    return browser.account if browser else None


def staff() -> Account:
    """The member of staff who is asking; raises NotAllowed when there is none."""
    if (found := account()) is None:
        raise problems.NotAllowed()
    return found


def owes_second_factor(account: Account) -> bool:
    """Whether the role of this account must use a second factor and the account has none yet."""
    return account.role in settings().second_factor and account.second_factor_salt is None


def hidden_sheets() -> Select[UUID] | None:
    """The sheets whose being there is still a secret from the asking member of staff; None for the office."""
    return None if staff().role is Role.OFFICE else sealing.unreleased()


def department() -> str:
    """The one department that the asking member of staff is bound to; raises NotAllowed for everybody else."""
    if not (found := staff()).department:
        raise problems.NotAllowed()
    return found.department


def open_pass() -> Pass | None:
    """The pass that is open in this browser, with its deputy."""
    browser = _browser(PASS_COOKIE)
    return browser.pass_ if browser else None


def has_ended_pass() -> bool:
    """Whether this browser holds a pass that no longer opens anything."""
    return PASS_COOKIE in request.cookies and open_pass() is None


def deputy() -> Deputy | None:
    """The deputy who is asking, or whose saved sheet the office brings in."""
    if (brought := g.get("speaks_for")) is not None:
        return brought  # type: ignore[no-any-return]
    found = open_pass()
    return found.deputy if found else None


def proof_of_sheet(deputy: Deputy) -> str:
    """What shows later that a scoring sheet was opened by this deputy, at whatever site."""
    return str(_signer("sheet").dumps(deputy.id))


def speak_for(proof: str) -> bool:
    """Let a proof name the deputy who is asking for the rest of this request; whether it names one in office."""
    g.speaks_for = None
    try:
        found = db().get(Deputy, _signer("sheet").loads(proof))
    except (BadSignature, ValueError):
        return False
    if found is not None and found.left_at is None:
        g.speaks_for = found
    return g.speaks_for is not None


def kiosk() -> Kiosk | None:
    """The kiosk that this tablet is pinned to; None when its PIN was replaced since."""
    try:
        code, made_at = _signer().loads(request.cookies.get(KIOSK_COOKIE, ""))
    except (BadSignature, ValueError):
        return None
    found = kiosks.of_code(db(), code)
    return found if found is not None and found.made_at.isoformat() == made_at else None


def pinned_to(kiosk: Kiosk) -> str:
    """The secret of a tablet that is pinned to this kiosk, for its cookie."""
    return str(_signer().dumps([kiosk.code, kiosk.made_at.isoformat()]))


def _signer(purpose: str = KIOSK_COOKIE) -> URLSafeSerializer:
    return URLSafeSerializer(key(), salt=purpose)


def interviewing(account: Account) -> str:
    """What a sheet carries that this member of staff fills in with somebody; it outlives the sign-in."""
    return str(_signer(INTERVIEW).dumps(account.id))


def interviewer(carried: str) -> Account:
    """Whose interview a sheet carries; raises InterviewerNeeded when it is nobody's, or no longer."""
    try:
        account = db().get(Account, _signer(INTERVIEW).loads(carried))
    except (BadSignature, ValueError):
        account = None
    if account is None or account.disabled_at is not None or account.role not in INTERVIEWERS:
        raise problems.InterviewerNeeded()
    return account


def remember(response: Response, cookie: str, secret: str) -> Response:
    """Hand a browser its secret; scripts cannot read it and other sites cannot send it."""
    life = None if cookie == STAFF_COOKIE else 400 * 24 * 3600
    response.set_cookie(
        cookie, secret, max_age=life, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"]
    )
    return response


def forget(response: Response, cookie: str) -> Response:
    response.delete_cookie(cookie, httponly=True, samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"])
    return response


def name_phone(response: Response, cookie: str, life: int) -> None:
    """Give a browser a random value for `life` seconds, so that a second answer from it can be noticed."""
    secure = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie, mint(), max_age=life, httponly=True, samesite="Lax", secure=secure)
