"""The desk's settings: the district and its periods."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.collect import periods
from survey.people import audit
from survey.register import district
from survey.web import who
from survey.web.inputs import refuse
from survey.web.inputs_district import DistrictInput, PeriodInput
from survey.web.transaction import db, now, settings

blueprint = Blueprint("desk_settings", __name__, url_prefix="/desk/settings")


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page()


def _page(
    typed: DistrictInput | None = None, period: PeriodInput | None = None, status: int = 200
) -> ResponseReturnValue:
    return render_template(
        "desk_settings.html",
        input=typed or DistrictInput(formdata=None, obj=district.current(db())),
        period_input=period or PeriodInput(formdata=None),
        periods=periods.all_of(db()),
        today=now().astimezone(settings().timezone).date(),
        told_url=settings().url,
    ), status


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Store what was changed, and log old and new."""
    typed = DistrictInput()
    if not typed.validate():
        return _page(typed, status=422)
    columns = typed.columns()
    if settings().url:
        columns.pop("public_url")  # the server decides, the page shows no field for it
    changes = district.edit(db(), **columns)
    if "public_url" in changes and changes["public_url"][0]:
        flash(gettext("Posters that are printed already still lead to the old address. Print them again."), "bad")
    if changes:
        audit.record(db(), who.staff().login, "settings_changed", ", ".join(changes), now(), **changes)
    flash(gettext("Saved.") if changes else gettext("Nothing was changed."))
    db().commit()
    return redirect(url_for("desk_settings.page"), code=303)


@blueprint.post("/periods")
def open_period() -> ResponseReturnValue:
    """Add a period; while its days last, answers are taken."""
    typed = PeriodInput()
    if not typed.validate():
        return _page(period=typed, status=422)
    if any(known.name == typed.period_name.data for known in periods.all_of(db())):
        refuse(typed.period_name, gettext("There is a period of this name already."))
        return _page(period=typed, status=422)
    periods.open_period(db(), typed.period_name.data, *typed.days)
    audit.record(db(), who.staff().login, "period_opened", typed.period_name.data, now())
    db().commit()
    return redirect(url_for("desk_settings.page"), code=303)


@blueprint.post("/periods/<int:period_id>/close")
def close_period(period_id: int) -> ResponseReturnValue:
    """End a period now; the codes at the sites then say that the survey has ended."""
    period = periods.of_id(db(), period_id)
    periods.close(period, now())
    audit.record(db(), who.staff().login, "period_closed", period.name, now())
    flash(gettext("The period %(name)s is closed.", name=period.name))
    db().commit()
    return redirect(url_for("desk_settings.page"), code=303)
