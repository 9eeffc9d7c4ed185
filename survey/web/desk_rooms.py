"""The rooms of the desk, grouped by the five lists, as its navigation shows them."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Flask, current_app, request
from flask_babel import gettext

from survey.people import notices
from survey.people.tables import Account
from survey.problems import N_
from survey.web import who
from survey.web.permissions import PERMISSIONS
from survey.web.transaction import db


@dataclass(frozen=True)
class Group:
    """Rooms that belong to one list; the character is all that a narrow phone has space for beside the word."""

    character: str
    label: str
    rooms: tuple[tuple[str, str], ...]


GROUPS = (
    Group(
        "总",
        N_("Overview"),
        (
            ("/desk", N_("Overview")),
            ("/desk/glance", N_("At a glance")),
            ("/desk/walls", N_("Screens")),
        ),
    ),
    Group(
        "谋",
        N_("Plan"),
        (
            ("/desk/lists/plan", N_("Plan list")),
            ("/desk/proposals", N_("Proposals")),
            ("/desk/import", N_("Import")),
        ),
    ),
    Group(
        "办",
        N_("Duty"),
        (
            ("/desk/lists/duty", N_("Duty list")),
            ("/desk/timeline", N_("Timeline")),
            ("/desk/meetings", N_("Dispatch meetings")),
        ),
    ),
    Group(
        "享",
        N_("Voice"),
        (
            ("/desk/lists/voice", N_("Voice list")),
            ("/desk/questionnaires", N_("Questionnaires")),
            ("/desk/events", N_("Events")),
            ("/desk/kiosks", N_("Kiosks")),
            ("/interviews", N_("Interviews")),
            ("/desk/paper", N_("Paper back in")),
            ("/desk/hearings", N_("Hearings")),
            ("/desk/outbox", N_("Answers saved on a phone")),
        ),
    ),
    Group(
        "评",
        N_("Review"),
        (
            ("/desk/lists/review", N_("Review list")),
            ("/desk/deputies", N_("Deputies")),
            ("/desk/visits", N_("Visits")),
            ("/desk/findings", N_("Findings")),
            ("/desk/callbacks", N_("Call-backs")),
            ("/desk/scorecards", N_("Scorecards")),
        ),
    ),
    Group("看", N_("Watch"), (("/desk/watch", N_("Watch")),)),
    Group(
        "室",
        N_("Administration"),
        (
            ("/desk/print", N_("Print")),
            ("/desk/rules", N_("Rules")),
            ("/desk/calendar", N_("Calendar")),
            ("/desk/app-complaints", N_("Complaints about the app")),
            ("/desk/audit", N_("Audit log")),
            ("/desk/privacy", N_("Privacy")),
            ("/desk/accounts", N_("Accounts")),
            ("/desk/names", N_("Names")),
            ("/desk/settings", N_("Settings")),
        ),
    ),
    Group(
        "",
        "",
        (
            ("/department", N_("Our projects")),
            ("/department/proposals", N_("Our proposals")),
            ("/department/findings", N_("What came to us")),
            ("/department/follow-ups", N_("Follow-ups")),
            ("/department/timeline", N_("Timeline")),
            ("/department/visits", N_("Visits to us")),
        ),
    ),
)
BELONGS = {
    "/desk/lists": "/desk/lists/plan",
    "/desk/projects": "/desk/lists/plan",
    "/desk/plan": "/desk/lists/plan",
    "/desk/departments": "/desk/accounts",
    "/desk/sites": "/desk/lists/plan",
    "/desk/compare": "/desk/scorecards",
}
"""Pages without a room of their own, and the room that they belong to."""


@dataclass(frozen=True)
class Shown:
    """A group of which somebody may enter at least one room."""

    character: str
    label: str
    rooms: tuple[tuple[str, str], ...]
    is_current: bool

    @property
    def path(self) -> str:
        return self.rooms[0][0]


def current() -> str:
    """The room that the request is in: the longest matching path."""
    known = [path for group in GROUPS for path, _ in group.rooms] + list(BELONGS)
    found = max((path for path in known if request.path.startswith(path)), key=len, default="")
    return BELONGS.get(found, found)


def open_to(account: Account | None) -> Iterator[Shown]:
    """The groups of rooms that this member of staff may enter."""
    for group in GROUPS if account is not None else ():
        rooms = tuple((path, gettext(label)) for path, label in group.rooms if _may_enter(account, path))
        if rooms:
            label = gettext(group.label) if group.label else ""
            yield Shown(group.character, label, rooms, current() in dict(rooms))


def _may_enter(account: Account | None, path: str) -> bool:
    endpoint, _ = current_app.url_map.bind("").match(path)
    return account is not None and account.role in PERMISSIONS.get(str(endpoint), ())


def init_app(app: Flask) -> None:
    app.context_processor(_context)


def _context() -> dict[str, object]:
    if not request.path.startswith(("/desk", "/account", "/department")):
        return {}
    account = who.account()
    unread = notices.unread(db(), account) if account else 0
    return {"desk_groups": list(open_to(account)), "desk_room": current(), "account": account, "unread": unread}
