"""What all typed inputs share. An input is a WTForms class; "form" means the HTML element or the folder forms/."""

from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from survey.problems import N_

NEEDED = lazy_gettext(N_("Please fill this in."))


def stripped(value: str | None) -> str:
    """Text without outer spaces; what is missing is empty."""
    return (value or "").strip()


def needed(label: object, *, most: int = 200, **more: Any) -> StringField:
    """A line of text that must be there."""
    too_long = lazy_gettext(N_("At most %(max)d characters, please."), max=most)
    return StringField(
        label, filters=[stripped], validators=[InputRequired(NEEDED), Length(max=most, message=too_long)], **more
    )


def optional(label: object, *, most: int = 200, **more: Any) -> StringField:
    """A line of text that may be empty."""
    too_long = lazy_gettext(N_("At most %(max)d characters, please."), max=most)
    return StringField(label, filters=[stripped], validators=[Length(max=most, message=too_long)], **more)


class Input(FlaskForm):  # type: ignore[misc]
    """The base of all inputs; the request's CSRF token was checked before the view ran."""

    class Meta:
        csrf = False
