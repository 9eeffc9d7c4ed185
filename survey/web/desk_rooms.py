"""The rooms of the desk, as its navigation shows them."""

from flask import Flask, request
from flask_babel import gettext

from survey.problems import N_
from survey.web import who

ROOMS = (
    ("/desk", N_("Projects")),
    ("/desk/import", N_("Import")),
    ("/desk/print", N_("Print")),
    ("/desk/deputies", N_("Deputies")),
    ("/desk/scorecards", N_("Scorecards")),
    ("/desk/audit", N_("Audit log")),
    ("/desk/settings", N_("Settings")),
)


def current() -> str:
    """The room that the request is in: the longest matching path."""
    return max((path for path, _ in ROOMS if request.path.startswith(path)), key=len, default="")


def init_app(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, object]:
    if not request.path.startswith(("/desk", "/account")):
        return {}
    return {
        "desk_rooms": [(path, gettext(label)) for path, label in ROOMS],
        "desk_room": current(),
        "account": who.account(),
    }
