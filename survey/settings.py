"""Every setting: its name in the environment, its default and its meaning; read once, at start."""

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

PACKAGE = Path(__file__).parent
DISTRICT_TIME = ZoneInfo("Asia/Shanghai")
ROLES = frozenset(("office", "privacy_officer", "department", "interviewer", "leader", "viewer"))
"""The roles of staff by name; people/tables.py says what they are."""


@dataclass(frozen=True)
class Settings:
    """What one deployment was told. docs/operations.md explains each line to the person who runs it."""

    data: Path = Path("var")
    """SURVEY_DATA: the folder of the database, the photos and the secret key."""
    host: str = "127.0.0.1"
    """SURVEY_HOST: the address the server listens on."""
    port: int = 8000
    """SURVEY_PORT: the port the server listens on."""
    url: str = ""
    """SURVEY_URL: the public address printed in codes, such as https://fivelists.example.gov.cn."""
    database_url: str = ""
    """DATABASE_URL: a PostgreSQL address; empty means SQLite in SURVEY_DATA."""
    workers: int = 2
    """SURVEY_WORKERS: processes of the web server, thirty-two threads each."""
    pinned: bool = True
    """SURVEY_PINNED: whether each of these processes keeps to one processor; 0 lets the system move them."""
    notices: tuple[str, ...] = ()
    """SURVEY_NOTICES: where `survey daily` sends reminders, Apprise addresses with spaces between them."""
    quiet: tuple[int, int] = (21, 8)
    """SURVEY_QUIET: the hours, such as 21-8, in which no member of staff is sent a digest."""
    timezone: ZoneInfo = DISTRICT_TIME
    """SURVEY_TIMEZONE: decides on which day an answer was given."""
    second_factor: frozenset[str] = frozenset()
    """SURVEY_SECOND_FACTOR: the roles that must use a second factor, such as office,privacy_officer."""
    metrics_token: str = ""
    """SURVEY_METRICS_TOKEN: who sends it as a bearer token may read /metrics from elsewhere than this machine."""

    @property
    def database(self) -> str:
        """The SQLAlchemy URL of the database."""
        if not self.database_url:
            return f"sqlite:///{(self.data / 'fivelists.sqlite3').resolve()}"
        scheme, _, rest = self.database_url.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.database_url

    @property
    def photos(self) -> Path:
        """The folder of the photos."""
        return self.data / "photos"

    @property
    def public_url(self) -> str:
        """The address that goes into printed codes, without a final slash."""
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings; a value that cannot be one raises ValueError with the variable's name and what it may be."""
    default = Settings()
    return Settings(
        data=Path(environment.get("SURVEY_DATA") or default.data),
        host=environment.get("SURVEY_HOST") or default.host,
        port=_whole(environment, "SURVEY_PORT", default.port),
        url=environment.get("SURVEY_URL") or default.url,
        database_url=environment.get("DATABASE_URL") or default.database_url,
        workers=_whole(environment, "SURVEY_WORKERS", default.workers),
        pinned=_whole(environment, "SURVEY_PINNED", int(default.pinned)) > 0,
        notices=tuple(environment.get("SURVEY_NOTICES", "").split()),
        quiet=_hours(environment, "SURVEY_QUIET", default.quiet),
        timezone=_zone(environment, "SURVEY_TIMEZONE", default.timezone),
        metrics_token=environment.get("SURVEY_METRICS_TOKEN") or default.metrics_token,
        second_factor=_roles(environment, "SURVEY_SECOND_FACTOR"),
    )


def _whole(environment: Mapping[str, str], name: str, default: int) -> int:
    text = environment.get(name) or str(default)
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _hours(environment: Mapping[str, str], name: str, default: tuple[int, int]) -> tuple[int, int]:
    text = environment.get(name) or f"{default[0]}-{default[1]}"
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text)
    if found is None or int(found[1]) > 24 or int(found[2]) > 24:
        raise ValueError(f"{name} must be two hours such as 21-8, not {text!r}")
    return int(found[1]), int(found[2])


def _roles(environment: Mapping[str, str], name: str) -> frozenset[str]:
    """Roles with commas or spaces between them: one that is misspelt would quietly protect nobody."""
    roles = frozenset(environment.get(name, "").replace(",", " ").split())
    if unknown := roles - ROLES:
        raise ValueError(f"{name} knows {', '.join(sorted(ROLES))}, not {', '.join(sorted(unknown))}")
    return roles


def _zone(environment: Mapping[str, str], name: str, default: ZoneInfo) -> ZoneInfo:
    asked = environment.get(name) or default.key
    try:
        return ZoneInfo(asked)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name} must be a time zone such as Asia/Shanghai, not {asked!r}") from None


def assets(folder: str) -> Path:
    """Find templates, static or forms: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


def secret_key(settings: Settings) -> str:
    """Read the deployment's secret; make it on the first start, readable by its owner only."""
    path = settings.data / "secret"
    if not path.exists():
        settings.data.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            path.hardlink_to(draft)  # the first of several workers wins
        draft.unlink()
    return path.read_text(encoding="ascii")
