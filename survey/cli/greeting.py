"""What `survey serve` prints: where to begin, as addresses that can be clicked."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Event, Kiosk
from survey.demo import fair
from survey.people import accounts, first_run, links, passes
from survey.people.tables import Deputy, Pass, Role
from survey.register.tables import District, Project, Site, SiteCode
from survey.settings import Settings, secret_key

DEMO_DISTRICT = "晨光区"
"""An invented name, so that no real deputy's pass is ever printed."""
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
"""Addresses to listen on that no browser can open, and what to open instead."""


def greeting(session: Session, settings: Settings, now: datetime) -> str:
    """The lines that tell whoever started the server where to begin; makes the one-time links that they hold."""
    base = base_address(settings)
    lines = [f"Fivelists is at {base}", ""]
    lines += [f"  {label:<33} {base}{path}" for label, path in _beginnings(session, settings, now)]
    return "\n".join([*lines, "", "Press Ctrl+C to stop."])


def base_address(settings: Settings) -> str:
    """SURVEY_URL, or where a browser on this machine finds us."""
    if settings.url:
        return settings.public_url
    host = EVERYWHERE.get(settings.host, f"[{settings.host}]" if ":" in settings.host else settings.host)
    return f"http://{host}:{settings.port}"


def _beginnings(session: Session, settings: Settings, now: datetime) -> Iterator[tuple[str, str]]:
    yield _office(session, settings, now)
    if (department := _department(session, now)) is not None:
        yield department
    if (code := _first_code(session)) is not None:
        yield "Resident, the code at a site:", f"/S/{code}"
    if (deputy := _demo_deputy(session)) is not None:
        yield "Deputy, a pass for one browser:", f"/p/{passes.issue(session, deputy, now)}"
    if (kiosk := _demo_kiosk(session)) is not None:
        yield kiosk


def _department(session: Session, now: datetime) -> tuple[str, str] | None:
    """A one-time link of the demo district's first department account, while nobody has opened it."""
    if session.scalar(select(District.name)) != DEMO_DISTRICT:
        return None
    account = accounts.first_of(session, Role.DEPARTMENT)
    if account is None or account.password_hash is not None:
        return None
    return f"{account.name}, one-time sign-in link:", f"/sign-in/{links.make(session, account, now)}"


def _office(session: Session, settings: Settings, now: datetime) -> tuple[str, str]:
    if not accounts.office_exists(session):
        return "Set up your district:", f"/setup/{first_run.secret(secret_key(settings))}"
    office = accounts.first_of(session, Role.OFFICE)
    if office is None or office.password_hash is not None:
        return "Staff sign in:", "/sign-in"
    return "Office, one-time sign-in link:", f"/sign-in/{links.make(session, office, now)}"


def _first_code(session: Session) -> str | None:
    return session.scalar(
        select(SiteCode.code)
        .join(SiteCode.site)
        .join(Site.project)
        .where(SiteCode.revoked_at.is_(None), Site.removed_at.is_(None))
        .order_by(Project.number, Site.position)
        .limit(1)
    )


def _demo_deputy(session: Session) -> Deputy | None:
    """A deputy of the demo district whose pass nobody has opened, so that a second start ends nobody's session."""
    if session.scalar(select(District.name)) != DEMO_DISTRICT:
        return None
    opened = select(Pass.deputy_id).where(Pass.bound_at.is_not(None), Pass.revoked_at.is_(None))
    return session.scalar(select(Deputy).where(Deputy.id.not_in(opened)).order_by(Deputy.number).limit(1))


def _demo_kiosk(session: Session) -> tuple[str, str] | None:
    """The kiosk of the demo's fair, with the PIN that only the demo has."""
    if session.scalar(select(District.name)) != DEMO_DISTRICT:
        return None
    code = session.scalar(select(Kiosk.code).join(Event, Event.code == Kiosk.code).order_by(Kiosk.made_at).limit(1))
    return (f"Kiosk on a tablet, PIN {fair.PIN}:", f"/k/{code}") if code else None
