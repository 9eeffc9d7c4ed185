"""The app factory."""

from collections.abc import Callable
from typing import Any

from flask import Flask

from survey.settings import Settings, assets, from_environment, secret_key
from survey.web import assets as web_assets
from survey.web import (
    compression,
    counts,
    desk_rooms,
    filters,
    gantt,
    health,
    kind_words,
    language,
    permissions,
    pictograms,
    refusals,
    security,
    timelines,
    transaction,
    words,
)
from survey.web.blueprints import BLUEPRINTS

MEGABYTE = 1024 * 1024


class Application(Flask):
    """Flask where no view is a coroutine, and so not asked with every request whether it is one."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(settings: Settings | None = None, **config: object) -> Flask:
    """Make the application for one deployment; `config` overrides Flask's own keys (tests set CLOCK, TESTING)."""
    settings = settings or from_environment()
    app = Application("survey", template_folder=str(assets("templates")), static_folder=str(assets("static")))
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key(settings),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https://"),
        MAX_CONTENT_LENGTH=32 * MEGABYTE,
        MAX_FORM_MEMORY_SIZE=2 * MEGABYTE,
        WTF_CSRF_TIME_LIMIT=12 * 3600,
        WTF_CSRF_SSL_STRICT=False,  # it wants a Referer under HTTPS, which our own Referrer-Policy keeps back
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
        counts,
        permissions,
        refusals,
        web_assets,
        desk_rooms,
        filters,
        pictograms,
        words,
        timelines,
        gantt,
        kind_words,
        health,
    ):
        part.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
