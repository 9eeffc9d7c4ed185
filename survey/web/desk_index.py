"""The desk's page of the composite index: its weights with date and reason, and how far the order hangs on them."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from wtforms import Field

from survey.problems import N_, WrongWeights
from survey.scorecards import index_weights, indexing, overview
from survey.scorecards.index_weights import COMPONENTS, WHOLE
from survey.scorecards.model import Index
from survey.scorecards.overview import Row
from survey.web import who
from survey.web.desk_scorecards import looked_at, sees_raw
from survey.web.inputs import Input, WholeNumber, needed, refuse
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_index", __name__, url_prefix="/desk/scorecards/index")


class WeightsInput(Input):
    residents = WholeNumber(lazy_gettext(N_("Residents")), default=60)
    deputies = WholeNumber(lazy_gettext(N_("Deputies, fair score")), default=30)
    milestones = WholeNumber(lazy_gettext(N_("Milestones in time")), default=5)
    findings = WholeNumber(lazy_gettext(N_("Findings fixed")), default=5)
    reason = needed(lazy_gettext(N_("Who decided these weights, and where it is written")), most=200)

    def parts(self) -> list[tuple[str, Field]]:
        return [(name, self[name]) for name in COMPONENTS]

    def weights(self) -> dict[str, int]:
        return {name: field.data for name, field in self.parts()}

    def is_whole(self) -> bool:
        """Whether the weights add up; says so at the last of them when they do not."""
        if sum(self.weights().values()) == WHOLE:
            return True
        refuse(self.findings, gettext(WrongWeights.sentence))
        return False


@blueprint.get("")
def page() -> ResponseReturnValue:
    """The weights and, while the index is on, every project's with the range that other weights would give."""
    known = index_weights.newest(db())
    return _page(WeightsInput(formdata=None, obj=known) if known else WeightsInput(formdata=None))


def _page(typed: WeightsInput, status: int = 200) -> ResponseReturnValue:
    return render_template(
        "desk/index.html",
        input=typed,
        rows=_rows(),
        in_force=index_weights.in_force(db()),
        history=index_weights.history(db()),
        may_set=sees_raw(),
    ), status


def _rows() -> list[tuple[Row, Index]]:
    """Projects by the middle of their range of places; those without an index last."""
    weights = index_weights.in_force(db())
    if weights is None:
        return []
    rows = overview.of_district(db(), looked_at(), raw=sees_raw())
    found = zip(rows, indexing.of_all(indexing.of_rows(db(), rows, today()), weights), strict=True)
    return sorted(found, key=lambda one: ((one[1].best or 10**6) + (one[1].worst or 10**6), one[0].number))


@blueprint.post("")
def save() -> ResponseReturnValue:
    """Switch the index on by these weights."""
    typed = WeightsInput()
    if not typed.validate() or not typed.is_whole():
        return _page(typed, 422)
    index_weights.set_weights(db(), typed.weights(), typed.reason.data, who.staff().login, now())
    flash(gettext("The index is shown from now on, always with its range. Published cards stay as they are."), "good")
    db().commit()
    return redirect(url_for("desk_index.page"), 303)


@blueprint.post("/off")
def switch_off() -> ResponseReturnValue:
    """Show no index from now on."""
    index_weights.switch_off(db(), who.staff().login, now())
    flash(gettext("No index is shown from now on. Published cards stay as they are."))
    db().commit()
    return redirect(url_for("desk_index.page"), 303)
