"""Static files: an address that changes with the content, and text that pages inline."""

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for
from markupsafe import Markup

from survey.settings import assets

YEAR = 365 * 24 * 3600


@cache
def _digest(path: Path, _modified: float) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def asset(name: str) -> str:
    """The address of a static file, with its digest so that browsers may keep it for a year."""
    path = assets("static") / name
    return url_for("static", filename=name, v=_digest(path, path.stat().st_mtime))


def inline(*names: str) -> Markup:
    """The text of static files one after the other, for a page that brings all it needs."""
    return Markup("\n".join(_text(path, path.stat().st_mtime) for path in (assets("static") / name for name in names)))


def script(name: str) -> str:
    """The address of a module of static/js; those that it imports by their bare names are of the same version."""
    return url_for("offline.module", version=version(), name=name)


def version() -> str:
    """What the scripts and styles are, in 10 characters; another character anywhere makes another version."""
    files = sorted(path for kind in ("js", "css") for path in (assets("static") / kind).iterdir())
    return _version(tuple((path, path.stat().st_mtime) for path in files))


@cache
def _version(files: tuple[tuple[Path, float], ...]) -> str:
    return hashlib.sha256("".join(_digest(*file) for file in files).encode()).hexdigest()[:10]


@cache
def _text(path: Path, _modified: float) -> str:
    return path.read_text(encoding="utf-8")


def _keep(response: Response) -> Response:
    named = request.endpoint == "static" and "v" in request.args
    if named or (request.endpoint == "offline.module" and (request.view_args or {})["version"] == version()):
        response.cache_control.no_cache = None
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    return response


def init_app(app: Flask) -> None:
    app.after_request(_keep)
    app.jinja_env.globals.update(asset=asset, inline=inline, script=script)
