"""What a phone needs to do without us for a while: modules by version, the list of what waits, a token to send with."""

import json

from flask import Blueprint, jsonify, render_template, send_from_directory, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from survey import problems
from survey.settings import assets
from survey.web import who
from survey.web.assets import asset, script, version
from survey.web.refusals import answer, sentence_of

blueprint = Blueprint("offline", __name__)
INLINED = ("evaluate.js", "functions.js", "kept.js", "live.js", "sheet.js", "sw.js")
"""Scripts that are no modules of a page; kept.js says in words what is kept."""
STYLES = ("tokens", "base", "page", "waiting", "receipt", "deputy", "rounds", "scan")
"""Styles of the pages that open without a network; the questionnaire brings its own."""


@blueprint.get("/js/<version>/<name>")
def module(version: str, name: str) -> ResponseReturnValue:
    """A script under the version that asked for it; an old page gets today's, which browsers then do not keep."""
    return send_from_directory(assets("static") / "js", name, mimetype="text/javascript")


@blueprint.get("/sw.js")
def worker() -> ResponseReturnValue:
    """The service worker: told its version and the files of that version, it changes when any of them does."""
    names = [path.name for path in sorted((assets("static") / "js").glob("*.js")) if path.name not in INLINED]
    files = [url_for("offline.waiting"), *map(script, names), *(asset(f"css/{name}.css") for name in STYLES)]
    text = (assets("static") / "js" / "sw.js").read_text(encoding="utf-8")
    head = f"const VERSION = {json.dumps(version())}, FILES = {json.dumps(files)};\n"
    return head + text, 200, {"Content-Type": "text/javascript; charset=utf-8", "Cache-Control": "no-cache"}


@blueprint.get("/waiting")
def waiting() -> ResponseReturnValue:
    """What waits on this phone. The page is empty: only the phone knows."""
    return render_template("waiting.html")


@blueprint.get("/token")
def token() -> ResponseReturnValue:
    """A fresh token for a deputy's sheet that has waited; whether the pass is still open shows here too."""
    if who.deputy() is None:
        return answer(401, problems.PassNeeded.code, sentence_of(problems.PassNeeded()))
    return jsonify(token=generate_csrf()), 200, {"Cache-Control": "no-store"}
