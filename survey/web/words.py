"""How the values of the tables read on a page."""

from enum import StrEnum

from flask import Flask
from flask_babel import gettext

from survey.people.tables import Body
from survey.problems import N_
from survey.register.projects import Standing
from survey.register.tables import ProjectState

WORDS: dict[StrEnum, str] = {
    ProjectState.NOT_STARTED: N_("Not started"),
    ProjectState.UNDER_WAY: N_("Under way"),
    ProjectState.LATE: N_("Late"),
    ProjectState.COMPLETED: N_("Completed"),
    Standing.DUE_SOON: N_("Due soon"),
    Standing.OVERDUE: N_("Overdue"),
    Body.CONGRESS: N_("People's Congress"),
    Body.CPPCC: N_("CPPCC"),
}


def word(value: StrEnum | None) -> str:
    """The word for a value in the language of the request; nothing for a value that has none."""
    found = WORDS.get(value) if value is not None else None
    return gettext(found) if found else ""


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(word=word)
