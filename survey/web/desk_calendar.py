"""The office's calendar of working days: what ships with the product, and what the office says otherwise."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import TextAreaField, ValidationError
from wtforms.validators import InputRequired

from survey import problems
from survey.people import audit
from survey.problems import N_
from survey.rounds import calendar
from survey.web import who
from survey.web.inputs import NEEDED, Input, stripped
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_calendar", __name__, url_prefix="/desk/calendar")


class DaysInput(Input):
    days = TextAreaField(lazy_gettext(N_("Days, one a line")), filters=[stripped], validators=[InputRequired(NEEDED)])

    def validate_days(self, field: TextAreaField) -> None:
        try:
            self.read = calendar.read(field.data or "")
        except problems.UnreadableDay as problem:
            raise ValidationError(gettext(problem.sentence).format(**problem.values)) from None


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The days that differ from the week, this year's and later ones."""
    return _page(DaysInput(formdata=None))


def _page(typed: DaysInput) -> ResponseReturnValue:
    first = date(today().year, 1, 1)
    return render_template(
        "desk/calendar.html",
        input=typed,
        own=calendar.own_days(db()),
        shipped=[day for day in calendar.shipped_days() if day.day >= first],
    ), 422 if typed.errors else 200


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Add days, or change what was said of them; deadlines that stand already stay as they were set."""
    typed = DaysInput()
    if not typed.validate():
        return _page(typed)
    calendar.set_days(db(), typed.read)
    told = {day.day.isoformat(): day.is_workday for day in typed.read}
    audit.record(db(), who.staff().login, "calendar_changed", f"{len(told)}", now(), **told)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_calendar.page"), 303)


@blueprint.post("/<day>/forget")
def forget(day: str) -> ResponseReturnValue:
    """Take a day out again."""
    try:
        calendar.forget_day(db(), date.fromisoformat(day))
    except ValueError:
        raise problems.NotFound() from None
    audit.record(db(), who.staff().login, "calendar_changed", day, now(), forgotten=True)
    db().commit()
    return redirect(url_for("desk_calendar.page"), 303)
