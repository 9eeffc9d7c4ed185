"""The office's visits: planned, watched while they are sealed, closed, released."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.rounds import low_items
from survey.visits import afterwards, ballots, choosing, corrections, sealing, tied, visits
from survey.visits.tables import Visit
from survey.web import news, who
from survey.web.filters import day
from survey.web.inputs_visits import CancelInput, ShiftInput, VisitInput
from survey.web.transaction import db, now, today

blueprint = Blueprint("desk_visits", __name__, url_prefix="/desk/visits")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All visits, the newest first."""
    return render_template("desk/visits.html", rows=visits.all_of_office(db()), today=today())


@blueprint.get("/plan")
def plan_page() -> ResponseReturnValue:
    return _plan_page(VisitInput(formdata=None))


def _plan_page(typed: VisitInput) -> ResponseReturnValue:
    lists = {"projects": choosing.sites(db()), "deputies": choosing.deputies(db())}
    return render_template("desk/visit_plan.html", input=typed, lists=lists), 422 if typed.errors else 200


@blueprint.post("/plan")
def plan() -> ResponseReturnValue:
    """Plan a visit; a project that is named by its number is visited at its first site."""
    typed = VisitInput()
    if not typed.validate():
        return _plan_page(typed)
    if (twin := visits.planned_already(db(), typed.plan())) is not None:
        flash(gettext("This visit is planned already."))
        return redirect(url_for("desk_visits.visit", code=twin.code), 303)
    visit = visits.plan(db(), typed.plan(), who.staff().login, now())
    db().expire(visit)  # so that the sites of its route are read with it
    found = visits.of_office(db(), visit.code)
    news.of_visit(db(), found, news.PLANNED, now(), day=days_of(found))
    flash(gettext("The visit is planned."))
    db().commit()
    return redirect(url_for("desk_visits.visit", code=visit.code), 303)


def days_of(found: Visit) -> str:
    """The day of a visit, or its first and last."""
    return " – ".join(dict.fromkeys((day(found.opens_on), day(found.closes_on))))


@blueprint.get("/<code>")
def visit(code: str) -> ResponseReturnValue:
    """One visit: its route, its panel, and the scores once the seal is broken."""
    return _visit(visits.of_office(db(), code), CancelInput(formdata=None))


def _visit(found: Visit, typed: CancelInput, shift: ShiftInput | None = None) -> ResponseReturnValue:
    ballot = ballots.of_visit(db(), found)
    given = ballots.counts(db(), found) if ballot and ballot.closed_at else {}
    return render_template(
        "desk/visit.html",
        visit=found,
        lead=visits.lead(found),
        input=typed,
        shift=shift or ShiftInput(formdata=None, opens_on=found.opens_on, closes_on=found.closes_on),
        closed=afterwards.closed_sites(db(), found) if found.unsealed_at else [],
        comments=afterwards.comments(db(), found),
        arrived=len(sealing.sheets_of(db(), found)),
        scores=sealing.scores(db(), found) if found.unsealed_at else [],
        corrections=corrections.of_visit(db(), found),
        near=sealing.near(db(), found),
        tied=tied.of_panel(db(), found),
        ballot=ballot,
        given=given,
        result=ballots.result(given, ballot) if ballot and given else None,
    ), 422 if typed.errors or shift else 200


@blueprint.post("/<code>/close")
def close(code: str) -> ResponseReturnValue:
    """Break the seal; what was marked low becomes findings now."""
    found = visits.of_office(db(), code)
    low_items.raise_from(db(), sealing.close(db(), found, who.staff().login, now()))
    db().commit()
    return redirect(url_for("desk_visits.visit", code=code), 303)


@blueprint.post("/<code>/release")
def release(code: str) -> ResponseReturnValue:
    """Let the departments and the cards know of an unannounced visit."""
    sealing.release(db(), visits.of_office(db(), code), who.staff().login, now())
    db().commit()
    return redirect(url_for("desk_visits.visit", code=code), 303)


@blueprint.post("/<code>/ballot")
def open_ballot(code: str) -> ResponseReturnValue:
    """Ask those who came for one mark each."""
    ballots.open_(db(), visits.of_office(db(), code), who.staff().login, now())
    db().commit()
    return redirect(url_for("desk_visits.visit", code=code), 303)


@blueprint.post("/<code>/ballot/close")
def close_ballot(code: str) -> ResponseReturnValue:
    """End the ballot and show its result."""
    ballots.close(db(), visits.of_office(db(), code), who.staff().login, now())
    db().commit()
    return redirect(url_for("desk_visits.visit", code=code), 303)


@blueprint.post("/<code>/shift")
def shift(code: str) -> ResponseReturnValue:
    """Move it to other days."""
    found, typed = visits.of_office(db(), code), ShiftInput()
    if not typed.validate():
        return _visit(found, CancelInput(formdata=None), typed)
    days, before = (typed.opens_on.data, typed.closes_on.data), days_of(found)
    afterwards.shift(db(), found, days, typed.reason.data, actor=who.staff().login, now=now())
    told = {"before": before, "day": days_of(found), "reason": typed.reason.data}
    news.of_visit(db(), found, news.MOVED, now(), **told)
    flash(gettext("The visit is moved; the panel reads why, and of an announced tour the departments too."))
    db().commit()
    return redirect(url_for("desk_visits.visit", code=code), 303)


@blueprint.post("/<code>/cancel")
def cancel(code: str) -> ResponseReturnValue:
    """Call it off."""
    found, typed = visits.of_office(db(), code), CancelInput()
    if not typed.validate():
        return _visit(found, typed)
    visits.cancel(db(), found, typed.reason.data, who.staff().login, now())
    news.of_visit(db(), found, news.CALLED_OFF, now(), day=days_of(found), reason=typed.reason.data)
    db().commit()
    return redirect(url_for("desk_visits.visit", code=code), 303)
