"""A deputy's visits on the phone: the route, standing back, and the spread of the scores once the seal is broken."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.people.tables import Deputy
from survey.visits import ballots, sealing, visits
from survey.visits.tables import Mark, Visit
from survey.web import who
from survey.web.inputs_visits import RecuseInput
from survey.web.transaction import db, now

blueprint = Blueprint("deputy_visits", __name__, url_prefix="/deputy/visits")


def _deputy() -> Deputy:
    if (deputy := who.deputy()) is None:
        raise problems.PassNeeded()
    return deputy


@blueprint.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """One own visit."""
    return _page(visits.of_deputy(db(), _deputy(), code), RecuseInput(formdata=None))


def _page(found: Visit, typed: RecuseInput) -> ResponseReturnValue:
    ballot = ballots.of_visit(db(), found)
    return render_template(
        "deputy_visit.html",
        visit=found,
        scores=sealing.scores(db(), found) if found.unsealed_at else [],
        input=typed,
        marks=list(Mark) if ballot and not ballot.closed_at and ballots.may_vote(db(), found, _deputy()) else [],
    ), 422 if typed.errors else 200


@blueprint.post("/<code>/recuse")
def recuse(code: str) -> ResponseReturnValue:
    """Stand back from the visit, with the reason."""
    deputy = _deputy()
    found, typed = visits.of_deputy(db(), deputy, code), RecuseInput()
    if not typed.validate():
        return _page(found, typed)
    visits.recuse(db(), found, deputy, typed.reason.data, now())
    db().commit()
    return redirect(url_for("deputy.page"), 303)


@blueprint.post("/<code>/vote")
def vote(code: str) -> ResponseReturnValue:
    """Give one's mark, once."""
    deputy = _deputy()
    found, said = visits.of_deputy(db(), deputy, code), request.form.get("mark", "")
    if said not in set(Mark):
        raise problems.Incomplete()
    ballots.vote(db(), found, deputy, Mark(said))
    db().commit()
    return redirect(url_for("deputy_visits.page", code=code), 303)
