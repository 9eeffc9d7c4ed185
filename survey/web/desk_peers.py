"""Where we stand: our figures beside those that other districts published, each with its source."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import DecimalField, Field, SelectField, ValidationError
from wtforms.validators import InputRequired

from survey import problems
from survey.people import audit
from survey.people.tables import Role
from survey.problems import N_
from survey.watch import links, peers
from survey.watch.tables import Figure, PeerFigure
from survey.web import side_by_side, who
from survey.web.inputs import NEEDED, Input, needed, optional
from survey.web.refusals import sentence_of
from survey.web.transaction import db, now

blueprint = Blueprint("desk_peers", __name__, url_prefix="/desk/watch/peers")


class PeerInput(Input):
    district = needed(lazy_gettext(N_("District")), most=80)
    figure = SelectField(lazy_gettext(N_("Figure")), choices=[figure.value for figure in Figure])
    percent = DecimalField(lazy_gettext(N_("Percent")), [InputRequired(NEEDED)])
    period = needed(lazy_gettext(N_("Period")), most=40)
    source = needed(lazy_gettext(N_("Source")), most=200)
    link = optional(lazy_gettext(N_("Link")), most=500)

    def validate_percent(self, field: Field) -> None:
        if field.data is None or not 0 <= field.data <= 100:
            raise ValidationError(gettext("Please type a number from 0 to 100."))

    def validate_link(self, field: Field) -> None:
        try:
            field.data = links.check(field.data) if field.data else ""
        except problems.NotALink as problem:
            raise ValidationError(sentence_of(problem)) from None


@blueprint.get("")
def page() -> ResponseReturnValue:
    return _page(PeerInput(formdata=None))


def _page(typed: PeerInput, status: int = 200) -> ResponseReturnValue:
    ours = side_by_side.ours()
    return render_template(
        "desk/peers.html",
        rows=[(figure, ours[figure], peers.of_figure(db(), figure)) for figure in Figure],
        figures=list(Figure),
        input=typed,
        is_office=who.staff().role is Role.OFFICE,
    ), status


@blueprint.post("")
def add() -> ResponseReturnValue:
    """Note what another district published."""
    typed = PeerInput()
    if not typed.validate():
        return _page(typed, 422)
    made = PeerFigure(
        district=typed.district.data,
        figure=Figure(typed.figure.data),
        percent=float(typed.percent.data),
        period=typed.period.data,
        source=typed.source.data,
        link=typed.link.data,
        noted_by=who.staff().name,
        noted_at=now(),
    )
    peers.add(db(), made)
    audit.record(db(), who.staff().login, "peer_noted", made.district, now(), figure=made.figure.value)
    flash(gettext("Saved."))
    db().commit()
    return redirect(url_for("desk_peers.page"), code=303)
