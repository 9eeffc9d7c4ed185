"""Whether the process, the database and the disk are well; for balancers and monitors, without a sign-in."""

import shutil

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from survey.web.transaction import db, settings

LEAST_FREE_BYTES = 200 * 1024 * 1024


def ping() -> ResponseReturnValue:
    """The word by which a phone knows that it is really us who answer."""
    return "fivelists", 200, {"Content-Type": "text/plain", "Cache-Control": "no-store"}


def healthz() -> ResponseReturnValue:
    return jsonify(status="ok")


def readyz() -> ResponseReturnValue:
    """200 when answers can be stored: database reachable and migrated, disk not full; else 503 with what is wrong."""
    from survey.migrations import head, revision

    try:
        db().execute(text("SELECT 1"))
        migrated = revision(db().connection()) == head()
    except Exception as error:  # whatever it is, the answer is "not ready"
        return jsonify(status="database", detail=type(error).__name__), 503
    if not migrated:
        return jsonify(status="not migrated"), 503
    if shutil.disk_usage(settings().data).free < LEAST_FREE_BYTES:
        return jsonify(status="disk full"), 503
    return jsonify(status="ready")


def init_app(app: Flask) -> None:
    app.add_url_rule("/ping", view_func=ping)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
