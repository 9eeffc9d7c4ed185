"""What stands around the sentence of a refusal: a heading that says what happened, and where one goes on."""

from dataclasses import dataclass

from flask import current_app, request, url_for
from flask_babel import gettext
from werkzeug.exceptions import HTTPException

from survey.problems import N_
from survey.web import who

UNKNOWN_CODE, UNKNOWN_PASS = N_("We do not know this code"), N_("We do not know this pass")
HEADINGS = {
    "unknown_code": UNKNOWN_CODE,
    "unknown_event": UNKNOWN_CODE,
    "unknown_ticket": UNKNOWN_CODE,
    "unknown_receipt": UNKNOWN_CODE,
    "mistyped_code": N_("Please check the code"),
    "revoked_code": N_("This code has been replaced"),
    "cancelled_project": N_("This project was cancelled"),
    "closed": N_("This survey is over"),
    "other_content": N_("Your answers are here already"),
    "not_published": N_("Not published yet"),
    "too_many_complaints": N_("Too many for today"),
    "pass_needed": N_("First your pass, please"),
    "unknown_pass": UNKNOWN_PASS,
    "revoked_pass": N_("This pass was withdrawn"),
    "expired_pass": N_("This pass has expired"),
    "pass_on_other_device": N_("This pass is open on another phone"),
    "others_sheet": N_("This sheet is another deputy's"),
    "spent_link": N_("This link is used up"),
    "set_up_already": N_("This district is set up"),
    "storage_full": N_("Not stored yet"),
    "stale_form": N_("This page was open too long"),
}
"""By the code of a problem: what happened, in a few words."""
BY_STATUS = {
    400: N_("This could not be read"),
    401: N_("Please say first who you are"),
    403: N_("This is not open to you"),
    404: N_("There is nothing here"),
    405: N_("This could not be read"),
    409: N_("Something changed meanwhile"),
    410: N_("This is over"),
    413: N_("This is too large"),
    415: N_("This kind of file is not taken"),
    422: N_("Please look at this again"),
    429: N_("Please wait a moment"),
    500: N_("A mistake of ours"),
    503: N_("Please wait a moment"),
}
"""For whatever has no heading of its own."""
ASKING_A_CODE = ("unknown_code", "mistyped_code", "revoked_code")
TO_SIGN_IN = ("spent_link", "set_up_already")


@dataclass(frozen=True)
class Way:
    """A button of the page: where it goes and what it says."""

    address: str
    words: str


def heading(code: str, status: int) -> str:
    """What happened, in a few words."""
    return str(gettext(HEADINGS.get(code) or BY_STATUS.get(status) or N_("This did not work")))


def typed(code: str) -> str:
    """The code that somebody typed wrongly, as it was typed, for the field that asks again."""
    given = request.args.get("code") or (request.view_args or {}).get("code") or ""
    return str(given)[:40] if code in ASKING_A_CODE else ""


def way_on(code: str, status: int) -> Way | None:
    """Where one goes on from here; None when the front page or the field for a code is all there is."""
    if code in TO_SIGN_IN:
        return Way(url_for("sign_in.page"), gettext("Sign in"))
    if code in ("closed", "not_published"):
        return Way(url_for("public.cards"), gettext("See the published scorecards"))
    if code in ("storage_full", "too_large"):
        return Way(url_for("offline.waiting"), gettext("What waits on this phone"))
    if code == "stale_form" and _opens(request.path):
        return Way(request.path, gettext("Open the page anew"))
    return _own(code) if status in (403, 404, 405, 409, 410) else None


def _opens(path: str) -> bool:
    """Whether the address that a form was sent to also has a page."""
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def _own(code: str) -> Way | None:
    """The own page of whoever carries a sign-in or a pass; by the cookie alone, as the database may be what failed."""
    if who.STAFF_COOKIE in request.cookies:
        return Way(url_for("sign_in.page"), gettext("To my page"))  # which leads on from there
    if who.PASS_COOKIE in request.cookies and not code.endswith("_pass"):
        return Way(url_for("deputy.page"), gettext("To my page"))
    return None
