"""The app factory."""

import os
import secrets
from contextlib import suppress

from flask import Flask

from survey.settings import Settings, assets, from_environment
from survey.web import assets as web_assets
from survey.web import (
    compression,
    desk_rooms,
    filters,
    health,
    language,
    permissions,
    refusals,
    security,
    transaction,
    words,
)
from survey.web.blueprints import BLUEPRINTS

MEGABYTE = 1024 * 1024


def create_app(settings: Settings | None = None, **config: object) -> Flask:
    """Make the application for one deployment; `config` overrides Flask's own keys (tests set CLOCK, TESTING)."""
    settings = settings or from_environment()
    app = Flask("survey", template_folder=str(assets("templates")), static_folder=str(assets("static")))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        MAX_CONTENT_LENGTH=32 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        BABEL_TRANSLATION_DIRECTORIES="translations",
        **config,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    # Flask runs after_request functions in reverse order: compression registers first and so acts last.
    for part in (
        compression,
        security,
        transaction,
        language,
        permissions,
        refusals,
        web_assets,
        desk_rooms,
        filters,
        words,
        health,
    ):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app


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
