"""Kiosks: tablets that staff pin to an event or a site with a PIN, on which people answer one after the other.

Many people answer on one tablet, so that its answers are never taken for repeated ones of one phone; who holds a ticket
is still counted once. A PIN is hashed by PBKDF2, which browsers know too: a pinned tablet checks it without a network.
"""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey import problems
from survey.collect import events
from survey.collect.tables import Channel, Event, Kiosk, Submission
from survey.register import codes
from survey.register.tables import ProjectState, SiteCode

ROUNDS = 100_000
TRIES, PAUSE = 5, timedelta(minutes=1)
"""After so many wrong PINs in a row one more is tried in each pause: a million PINs take two years."""


@dataclass(frozen=True)
class Shown:
    """What a kiosk is about: an event with its sites, or one site."""

    code: str
    name: str
    sites: Sequence[SiteCode]
    """What is asked about."""
    taken: Sequence[SiteCode]
    """Of which answers are taken: also what tablets asked about before its project was cancelled."""
    event: Event | None = None


@dataclass(frozen=True)
class Standing:
    """A kiosk with what it shows and how many answers came in on tablets for its sites."""

    kiosk: Kiosk
    shown: Shown
    answers: int


def shown(session: Session, typed: str) -> Shown:
    """What the code of an event or a site shows; raises MistypedCode, UnknownCode or RevokedCode."""
    code = codes.normalise(typed)
    found = events.of_typed(session, code)
    if found is not None and not found.ticket:
        event = events.of_code(session, code)
        return Shown(code, event.name, events.on_show(session, event), events.of_event(session, event), event)
    place = codes.of_code(session, code)
    living = codes.living(session, place.site)
    taken = [codes.of_code(session, living.code) if living else place]
    is_over = place.site.project.state is ProjectState.CANCELLED
    return Shown(code, place.site.project.name, [] if is_over else taken, taken)


def of_code(session: Session, code: str) -> Kiosk | None:
    """The kiosk of an event or a site; None while it has no PIN."""
    return session.get(Kiosk, code)


def make(session: Session, code: str, now: datetime, pin: str = "") -> str:
    """Give an event or a site a new PIN of six digits and return it; tablets pinned with an older one are closed.

    Only the demo chooses its PIN.
    """
    pin, salt = pin or f"{secrets.randbelow(10**6):06}", secrets.token_hex(16)
    session.merge(Kiosk(code=code, salt=salt, pin_hash=hash_of(pin, salt), made_at=now, wrong_count=0, wrong_at=None))
    session.flush()
    return pin


def all_of(session: Session) -> list[Standing]:
    """Every kiosk whose event or site is still there, the newest first, with the answers that came from its sites."""
    came = (Submission.channel == Channel.KIOSK, Submission.superseded_at.is_(None))
    standing = []
    for kiosk in session.scalars(select(Kiosk).order_by(Kiosk.made_at.desc())):
        try:
            about = shown(session, kiosk.code)
        except problems.Problem:
            continue
        sites = [place.site for place in about.taken]
        of_them = (
            Submission.project_id.in_({site.project_id for site in sites}),
            Submission.site_id.in_({s.id for s in sites}),
        )
        count = session.scalar(select(func.count()).select_from(Submission).where(*of_them, *came)) or 0
        standing.append(Standing(kiosk, about, count))
    return standing


def hash_of(pin: str, salt: str) -> str:
    """Hash a PIN, as static/js/staff.js does."""
    return hashlib.pbkdf2_hmac("sha256", pin.encode(), bytes.fromhex(salt), ROUNDS).hex()


def fits(kiosk: Kiosk, typed: str, now: datetime) -> bool:
    """Whether this is the PIN; raises TooManyPins while guessing must pause. Takes a while, so hold no lock."""
    if kiosk.wrong_count >= TRIES and kiosk.wrong_at is not None and now - kiosk.wrong_at < PAUSE:
        raise problems.TooManyPins()
    return hmac.compare_digest(hash_of(typed.strip(), kiosk.salt), kiosk.pin_hash)


def note(kiosk: Kiosk, is_right: bool, now: datetime) -> None:
    """Remember how a try went."""
    kiosk.wrong_count = 0 if is_right else kiosk.wrong_count + 1
    kiosk.wrong_at = None if is_right else now


def shows(session: Session, kiosk: Kiosk, site_code: str) -> bool:
    """Whether the site of a code is one that this kiosk shows."""
    site_id = codes.of_code(session, site_code).site_id
    return any(each.site_id == site_id for each in shown(session, kiosk.code).taken)
