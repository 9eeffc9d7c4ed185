"""What the types of questions are called by people who do not know XLSForm."""

from flask import Flask
from flask_babel import gettext

from survey.problems import N_

KIND_WORDS = {
    "select_one": N_("Choose one"),
    "select_multiple": N_("Choose several"),
    "rank": N_("Put in order"),
    "text": N_("A line in own words"),
    "range": N_("Marks from … to …"),
    "integer": N_("A whole number"),
    "decimal": N_("A number"),
    "date": N_("A day"),
    "time": N_("A time of day"),
    "geopoint": N_("A place, if the person likes"),
    "image": N_("A photo, if the person likes"),
    "acknowledge": N_("A box to tick"),
    "note": N_("Words without an answer"),
    "calculate": N_("A result that is worked out"),
}
APPEARANCE_WORDS = {
    "likert": N_("Grades in one compact row"),
    "minimal": N_("Compact"),
    "multiline": N_("Several lines"),
}


def kind_word(kind: str) -> str:
    """The words for a type, in the language of the request."""
    return str(gettext(KIND_WORDS[kind]))


def appearance_word(appearance: str) -> str:
    return str(gettext(APPEARANCE_WORDS[appearance]))


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(kind_word=kind_word, appearance_word=appearance_word)
