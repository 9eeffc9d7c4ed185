"""A deputy's visits on the phone: the route, standing back, and the spread of the scores once the seal is broken."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.people.tables import Deputy
from survey.rounds import low_items
from survey.visits import afterwards, ballots, sealing, visits
from survey.visits.tables import ClosedSite, Mark, Visit
from survey.web import who
from survey.web.inputs_visits import ClosedInput, CommentInput, RecuseInput
from survey.web.transaction import db, now, today

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
        lead=visits.lead(found),
        scores=sealing.scores(db(), found) if found.unsealed_at else [],
        closed=afterwards.closed_sites(db(), found) if found.unsealed_at else [],
        comments=afterwards.comments(db(), found),
        comment=CommentInput(formdata=None),
        note=ClosedInput(formdata=None),
        seen=afterwards.seen_by(db(), found, _deputy().id),
        is_on=found.opens_on <= today() <= found.closes_on and found.unsealed_at is None,
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


@blueprint.post("/<code>/sites/<int:site_id>/closed")
def found_closed(code: str, site_id: int) -> ResponseReturnValue:
    """Note that a site of the visit was closed on arrival."""
    deputy = _deputy()
    found, typed = visits.of_deputy(db(), deputy, code), ClosedInput()
    if site_id not in {stop.site_id for stop in found.stops}:
        raise problems.NotFound()
    if not typed.validate():
        raise problems.Incomplete()
    closed = ClosedSite(visit_id=found.id, site_id=site_id, deputy_id=deputy.id, at=now(), note=typed.note.data)
    low_items.raise_from(db(), afterwards.report_closed(db(), closed, found, deputy.number, today()))
    db().commit()
    return redirect(url_for("deputy_visits.page", code=code), 303)


@blueprint.post("/<code>/comment")
def comment(code: str) -> ResponseReturnValue:
    """Say a word to the scores once they are unsealed."""
    deputy = _deputy()
    found, typed = visits.of_deputy(db(), deputy, code), CommentInput()
    if not typed.validate():
        raise problems.Incomplete()
    afterwards.comment(db(), found, deputy, typed.text.data, now())
    db().commit()
    return redirect(url_for("deputy_visits.page", code=code), 303)


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
