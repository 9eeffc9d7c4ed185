"""Draws at the desk: candidates and commitment first, then the seed and the result, with a minute to print."""

from flask import Blueprint, jsonify, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey.scorecards.draw_quality import Quality, Seen, quality
from survey.visits import draws, visits
from survey.visits.tables import Draw
from survey.web import who
from survey.web.draw_prints import in_words
from survey.web.inputs import refuse
from survey.web.inputs_visits import DaysInput, DrawInput
from survey.web.transaction import db, now

blueprint = Blueprint("desk_draws", __name__, url_prefix="/desk/visits/draws")


@blueprint.get("")
def page() -> ResponseReturnValue:
    """All draws, and the form for the next one."""
    return render_template("desk/draws.html", rows=draws.newest(db()), input=DrawInput(formdata=None))


@blueprint.post("")
def commit() -> ResponseReturnValue:
    """Fix the candidates and the commitment."""
    typed = DrawInput()
    if not typed.validate():
        return render_template("desk/draws.html", rows=draws.newest(db()), input=typed), 422
    draw = draws.commit(db(), typed.wish, who.staff().login, now())
    db().commit()
    return redirect(url_for("desk_draws.draw", code=draw.code), 303)


@blueprint.get("/<code>")
def draw(code: str) -> ResponseReturnValue:
    """The minute of a draw."""
    return _draw(draws.of_code(db(), code), DaysInput(formdata=None), DrawInput(formdata=None))


def _draw(found: Draw, days: DaysInput, again: DrawInput) -> ResponseReturnValue:
    before, after = _quality(found)
    return render_template(
        "desk/draw.html",
        draw=found,
        names=draws.names(db(), found),
        fault=draws.fault(db(), found),
        days=days,
        again=again,
        before=before,
        after=after,
        stratum=in_words,
    ), 422 if days.errors or again.errors else 200


def _quality(found: Draw) -> tuple[Quality | None, Quality | None]:
    """How well the district's projects can be compared before this visit and after it; nothing of older records."""
    if "seen" not in found.candidates:
        return None, None
    seen = [Seen(deputy, project, kind == "announced", day) for deputy, project, kind, day in found.candidates["seen"]]
    numbers = [project["number"] for project in found.candidates["projects"]]
    result = found.result or {"projects": [], "deputies": []}
    drawn = [
        Seen(deputy, project["number"], False, found.code)
        for deputy in result["deputies"]
        for project in result["projects"]
    ]
    return quality(numbers, seen), quality(numbers, seen + drawn) if drawn else None


@blueprint.get("/<code>.json")
def record(code: str) -> ResponseReturnValue:
    """Everything that is needed to draw again elsewhere; the seed only once it is revealed."""
    found = draws.of_code(db(), code)
    return jsonify(
        id=found.code,
        made_by=found.made_by,
        committed_at=found.committed_at.isoformat(),
        revealed_at=found.revealed_at.isoformat() if found.revealed_at else None,
        reason=found.reason,
        commitment=found.commitment,
        candidates=found.candidates,
        seed=found.seed if found.revealed_at else None,
        result=found.result,
    )


@blueprint.post("/<code>/reveal")
def reveal(code: str) -> ResponseReturnValue:
    """Draw, and plan the unannounced visit that was drawn."""
    found, days = draws.of_code(db(), code), DaysInput()
    if not days.validate():
        return _draw(found, days, DrawInput(formdata=None))
    draws.reveal(db(), found, who.staff().login, now())
    visits.from_draw(db(), found, (days.opens_on.data, days.closes_on.data), who.staff().login, now())
    db().commit()
    return redirect(url_for("desk_draws.draw", code=code), 303)


@blueprint.post("/<code>/again")
def again(code: str) -> ResponseReturnValue:
    """Draw once more, with the reason."""
    found, typed = draws.of_code(db(), code), DrawInput()
    if typed.validate() and not typed.reason.data:
        refuse(typed.reason, gettext("Please say why it is drawn again."))
    if typed.errors:
        return _draw(found, DaysInput(formdata=None), typed)
    new = draws.commit(db(), typed.wish, who.staff().login, now(), replaces=found, reason=typed.reason.data or "")
    db().commit()
    return redirect(url_for("desk_draws.draw", code=new.code), 303)
