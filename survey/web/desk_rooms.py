"""The rooms of the desk, as its navigation shows them."""

from flask import Flask, current_app, request
from flask_babel import gettext

from survey.people.tables import Account
from survey.problems import N_
from survey.web import who
from survey.web.permissions import PERMISSIONS

ROOMS = (
    ("/desk", N_("Overview")),
    ("/desk/lists", N_("Five lists")),
    ("/desk/proposals", N_("Proposals")),
    ("/desk/import", N_("Import")),
    ("/desk/questionnaires", N_("Questionnaires")),
    ("/desk/print", N_("Print")),
    ("/desk/events", N_("Events")),
    ("/desk/deputies", N_("Deputies")),
    ("/desk/visits", N_("Visits")),
    ("/desk/findings", N_("Findings")),
    ("/desk/scorecards", N_("Scorecards")),
    ("/desk/audit", N_("Audit log")),
    ("/desk/accounts", N_("Accounts")),
    ("/desk/settings", N_("Settings")),
    ("/department", N_("Our projects")),
    ("/department/proposals", N_("Our proposals")),
    ("/department/findings", N_("What came to us")),
    ("/department/visits", N_("Visits to us")),
)


def current() -> str:
    """The room that the request is in: the longest matching path."""
    path = request.path.replace("/desk/watch", "/desk/lists", 1)  # the fifth list
    return max((room for room, _ in ROOMS if path.startswith(room)), key=len, default="")


def open_to(account: Account | None) -> list[tuple[str, str]]:
    """The rooms that this member of staff may enter."""
    if account is None:
        return []
    return [(path, gettext(label)) for path, label in ROOMS if account.role in PERMISSIONS.get(_endpoint(path), ())]


def _endpoint(path: str) -> str:
    endpoint, _ = current_app.url_map.bind("").match(path)
    return str(endpoint)


def init_app(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, object]:
    if not request.path.startswith(("/desk", "/account", "/department")):
        return {}
    account = who.account()
    return {"desk_rooms": open_to(account), "desk_room": current(), "account": account}
