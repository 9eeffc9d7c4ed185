"""The one district that this deployment serves, and the address that its printed codes carry."""

from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from survey.register.tables import District
from survey.settings import Settings


def current(session: Session) -> District:
    """The district; before the first run a nameless one that is not stored."""
    return session.get(District, 1) or District(
        id=1, name="", name_en="", public_url="", complaint_line="", publication_minimum=10
    )


def edit(session: Session, **columns: str | int) -> dict[str, list[str | int]]:
    """Change the district and return what changed as column → [old, new]."""
    district = session.get(District, 1)
    if district is None:
        district = current(session)
        session.add(district)
    changes = {name: [getattr(district, name), new] for name, new in columns.items() if getattr(district, name) != new}
    for name, (_, new) in changes.items():
        setattr(district, name, new)
    return changes


def public_url(session: Session, settings: Settings) -> str:
    """The address in printed codes, without a final slash: SURVEY_URL, else the office's, else where we listen."""
    return settings.public_url if settings.url else current(session).public_url or settings.public_url


def is_plain_address(typed: str) -> bool:
    """Whether this is an http(s) address of a host alone, without user, path, query or fragment."""
    try:
        parts = urlsplit(typed)
        _ = parts.port  # raises ValueError when it is no number
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and typed.isascii()
        and not any(sign.isspace() for sign in typed)
        and "@" not in parts.netloc
        and parts.path in ("", "/")
        and not (parts.query or parts.fragment)
    )
