"""The kiosk (`/k/CODE`): a tablet, pinned by a PIN, on which people answer one after the other, one question a screen.

The page holds nothing of anybody. What it shows comes in one pack, all languages at once, so that it works for a day
without a network; what people answer goes through the outbox and the one door like everything else.
"""

from uuid import UUID, uuid4

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from survey import problems
from survey.collect import events, kiosks, receipts, sealing
from survey.collect.kiosks import Shown
from survey.collect.tables import Kiosk
from survey.database import reader
from survey.printing import qr
from survey.printing.wording import WORDINGS
from survey.register import codes, district
from survey.web import who
from survey.web.language import LANGUAGES
from survey.web.security import csrf
from survey.web.sheets import newest, sheet_of
from survey.web.transaction import db, engine, key, now, settings, today

blueprint = Blueprint("kiosk", __name__, url_prefix="/k/<code>")
QUIET, WARNING = 45, 15
"""Seconds without a touch after which all is cleared, and how many of them are counted down."""


@blueprint.get("")
def page(code: str) -> ResponseReturnValue:
    """The kiosk where the tablet is pinned, else the question for the PIN."""
    shown = kiosks.shown(db(), code)
    if code != shown.code:
        return redirect(url_for(".page", code=shown.code), 301)
    kiosk = who.kiosk()
    if kiosk is None or kiosk.code != code:
        return render_template("kiosk/pin.html", shown=shown, wrong=False), 401
    questions = {language: wording.question for language, wording in WORDINGS.items()}
    return render_template(
        "kiosk/page.html", shown=shown, kiosk=kiosk, rounds=kiosks.ROUNDS,
        questions=questions, quiet=QUIET, warning=WARNING, seal=sealing.public_key(key()),
    )  # fmt: skip


@blueprint.post("")
def pin(code: str) -> ResponseReturnValue:
    """Pin this tablet; whoever of the staff was signed in here is not any more, because strangers will hold it."""
    with reader(engine()) as looking:
        shown = kiosks.shown(looking, code)
        is_right = _is_pin(kiosks.of_code(looking, shown.code))
    kiosk = kiosks.of_code(db(), shown.code)
    if kiosk is not None:
        kiosks.note(kiosk, is_right, now())
    db().commit()
    if kiosk is None or not is_right:
        return render_template("kiosk/pin.html", shown=shown, wrong=True), 422
    response = redirect(url_for(".page", code=shown.code), 303)
    for cookie in (who.STAFF_COOKIE, who.PASS_COOKIE):
        who.forget(response, cookie)
    return who.remember(response, who.KIOSK_COOKIE, who.pinned_to(kiosk))


def _is_pin(kiosk: Kiosk | None) -> bool:
    return kiosk is not None and kiosks.fits(kiosk, request.form.get("pin", ""), now())


@blueprint.get("/pack.json")
def pack(code: str) -> ResponseReturnValue:
    """Everything that the kiosk shows: `{"languages": {"zh": HTML of all screens, …}, "tickets": true}`."""
    kiosk = who.kiosk()
    if kiosk is None or kiosk.code != code:
        raise problems.KioskNeeded()
    shown = kiosks.shown(db(), code)
    has_tickets = shown.event is not None and events.tickets(db(), shown.event) > 0
    return jsonify(languages={language: _screens(shown, language) for language in LANGUAGES}, tickets=has_tickets)


def _screens(shown: Shown, language: str) -> str:
    """Every screen in one language, each questionnaire once."""
    event = shown.event if shown.event and shown.event.held_on == today() else None
    versions = {place.code: newest(place, event=event) for place in shown.sites}
    first = {version: place for place in reversed(shown.sites) for version in [versions[place.code]]}
    with force_locale(language):
        sheets = [sheet_of(place, uuid4(), version) for version, place in first.items()]
        return render_template("kiosk/screens.html", shown=shown, versions=versions, sheets=sheets, language=language)


@blueprint.get("/receipts/<site_code>/<uuid:submission_id>")
def receipt(code: str, site_code: str, submission_id: UUID) -> ResponseReturnValue:
    """The receipt of an answer that this tablet sent, to be taken along on a phone of one's own."""
    kiosk = who.kiosk()
    if kiosk is None or kiosk.code != code or not kiosks.shows(db(), kiosk, site_code):
        raise problems.KioskNeeded()
    project_id = codes.of_code(db(), site_code).site.project_id
    stored = receipts.of_submission(db(), project_id, submission_id)
    if stored is None:
        raise problems.NotFound()
    drawn = qr.svg(f"{district.public_url(db(), settings())}/r/{stored}", "M")
    return jsonify(receipt=receipts.shown(stored), qr=drawn), 200, {"Cache-Control": "no-store"}


@blueprint.post("/leave")
@csrf.exempt
def leave(code: str) -> ResponseReturnValue:
    """Unpin this tablet. Other sites cannot do it: their requests come without the cookie."""
    kiosk = who.kiosk()
    if kiosk is None or kiosk.code != code:
        raise problems.KioskNeeded()
    return who.forget(redirect(url_for("public.front"), 303), who.KIOSK_COOKIE)
