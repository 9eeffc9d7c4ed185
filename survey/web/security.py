"""The headers of every answer, and the nonce that lets a page's own inlined script and style run."""

import secrets

from flask import Flask, Request, Response, current_app, g
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()
"""Every form carries its token, but the anonymous door: it has no session to ride, its address is the capability."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'nonce-{nonce}'",
        "style-src 'self' 'nonce-{nonce}'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-src 'self'",
        "frame-ancestors {framed_by}",
        "manifest-src 'self'",
        "worker-src 'self'",
    )
)


class SessionOfThoseWhoHaveOne(SecureCookieSessionInterface):
    """Flask's own session; most people bring none, and then no key is made ready to read it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        brings_one = self.get_cookie_name(app) in request.cookies
        return super().open_session(app, request) if brings_one else self.session_class()


def nonce() -> str:
    """The nonce of this answer."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(12)
    made: str = g.nonce
    return made


def allow_own_frame() -> None:
    """Let a page of ours show this answer inside itself, as the phone preview of a questionnaire."""
    g.may_be_framed = True


def _headers(response: Response) -> Response:
    if response.mimetype == "text/html":
        framed_by = "'self'" if g.get("may_be_framed") else "'none'"
        response.headers["Content-Security-Policy"] = POLICY.format(nonce=nonce(), framed_by=framed_by)
        response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Fivelists"] = "1"  # by which a phone tells our answers from a hotel's log-in page
    response.headers["Referrer-Policy"] = "no-referrer"
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


def init_app(app: Flask) -> None:
    app.session_interface = SessionOfThoseWhoHaveOne()
    csrf.init_app(app)
    app.after_request(_headers)
    app.context_processor(lambda: {"nonce": nonce})
