"""What all typed inputs share. An input is a WTForms class; "form" means the HTML element or the folder forms/."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length, StopValidation
from wtforms.widgets import TextInput

from survey.problems import N_

NEEDED = lazy_gettext(N_("Please fill this in."))
DAY_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日")


class Input(FlaskForm):  # type: ignore[misc]
    """The base of all inputs; the request's CSRF token was checked before the view ran."""

    class Meta:
        csrf = False


class Versioned(Input):
    """Something that two people may edit at once; `version` is the one that this editor saw."""

    version = HiddenField()

    @property
    def seen(self) -> int:
        """The version that the editor saw; 0, which is none, for what is no number."""
        typed = str(self.version.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


def stripped(value: str | None) -> str:
    """Text without outer spaces; what is missing is empty."""
    return (value or "").strip()


def must_say_something(_input: Input, field: Field) -> None:
    """Refuse a line of spaces like an empty one."""
    if not field.data:
        raise StopValidation(NEEDED)


def needed(label: object, *, most: int = 200, **more: Any) -> StringField:
    """A line of text that must be there."""
    return StringField(
        label, filters=[stripped], validators=[InputRequired(NEEDED), must_say_something, at_most(most)], **more
    )


def optional(label: object, *, most: int = 200, **more: Any) -> StringField:
    """A line of text that may be empty."""
    return StringField(label, filters=[stripped], validators=[at_most(most)], **more)


def at_most(most: int) -> Length:
    return Length(max=most, message=lazy_gettext(N_("At most %(max)d characters, please."), max=most))


class WholeNumber(IntegerField):  # type: ignore[misc]
    """A whole number that says no in our words and keeps what was typed."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if not typed.isdecimal() or len(typed) > 9:
            raise ValueError(gettext("Please type a whole number, such as 10."))
        self.data = int(typed)


class Day(Field):  # type: ignore[misc]
    """A day, as the browser's calendar sends it or as people type it."""

    widget = TextInput()
    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = read_day(valuelist[0].strip()) if valuelist else None
        if self.data is None:
            raise ValueError(gettext("Please type a day, such as 2026-12-31."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""


class OptionalDay(Day):
    """A day that may be left open."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        if valuelist and valuelist[0].strip():
            super().process_formdata(valuelist)


def read_day(typed: str) -> date | None:
    """A day in any of DAY_FORMATS, None when it is none."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(typed, form).date()
        except ValueError:
            continue
    return None


def refuse(field: Field, sentence: str) -> None:
    """Say what is wrong with a field that passed its own checks."""
    field.errors = [*field.errors, sentence]
