"""Whether the process, the database and the disk are well; for balancers and monitors, without a sign-in."""

import hmac
import shutil

from flask import Flask, jsonify, request
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from survey import problems
from survey.collect import counts
from survey.web.transaction import db, settings

LEAST_FREE_BYTES = 200 * 1024 * 1024
LOOPBACK = ("127.0.0.1", "::1")
PROXIED = ("X-Forwarded-For", "X-Real-Ip", "Forwarded", "Via")


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


def metrics() -> ResponseReturnValue:
    """What is stored and the free disk, as Prometheus reads it; for this machine itself or with the token, else 404."""
    if not (_is_local() or _has_token()):
        raise problems.NotFound()
    figures = {**counts.of_everything(db()), "disk_free_bytes": shutil.disk_usage(settings().data).free}
    lines = [f"# TYPE fivelists_{name} gauge\nfivelists_{name} {value}\n" for name, value in figures.items()]
    return "".join(lines), 200, {"Content-Type": "text/plain; version=0.0.4", "Cache-Control": "no-store"}


def _is_local() -> bool:
    """Whether the asker is on this machine; what a proxy here passes on comes from elsewhere and carries its header."""
    return request.remote_addr in LOOPBACK and not any(name in request.headers for name in PROXIED)


def _has_token() -> bool:
    token = settings().metrics_token
    return bool(token) and hmac.compare_digest(
        f"Bearer {token}".encode(), request.headers.get("Authorization", "").encode()
    )


def init_app(app: Flask) -> None:
    app.add_url_rule("/ping", view_func=ping)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    app.add_url_rule("/metrics", view_func=metrics)
