"""A deputy's visits on the phone: the route, standing back, and the spread of the scores once the seal is broken."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from survey import problems
from survey.people.tables import Deputy
from survey.register import codes
from survey.visits import afterwards, ballots, sealing, visits
from survey.visits.tables import Visit
from survey.web import deeds, who
from survey.web.inputs import Input
from survey.web.inputs_visits import ClosedInput, CommentInput, RecuseInput, VoteInput
from survey.web.refusals import wants_json
from survey.web.transaction import db, now, today

blueprint = Blueprint("deputy_visits", __name__, url_prefix="/deputy/visits")


def _deputy() -> Deputy:
    if (deputy := who.deputy()) is None:
        raise problems.PassNeeded()
    return deputy


@blueprint.get("/<code>")
def page(code: str) -> ResponseReturnValue:
    """One own visit."""
    return _page(visits.of_deputy(db(), _deputy(), code))


def _page(found: Visit, typed: Input | None = None, site_id: int | None = None) -> ResponseReturnValue:
    """The visit; `typed` takes the place of its like, with what is wrong with it, `site_id` says at which stop."""
    ballot, deputy = ballots.of_visit(db(), found), _deputy()
    votes = ballot is not None and not ballot.closed_at and ballots.may_vote(db(), found, deputy)
    return render_template(
        "deputy_visit.html",
        visit=found,
        deputy=deputy,
        lead=visits.lead(found),
        scores=sealing.scores(db(), found) if found.unsealed_at else [],
        closed=afterwards.closed_sites(db(), found) if found.unsealed_at else [],
        comments=afterwards.comments(db(), found),
        comment=typed if isinstance(typed, CommentInput) else CommentInput(formdata=None),
        notes={stop.site_id: _note(stop.site_id, typed, site_id) for stop in found.stops},
        codes=codes.living_of(db(), [stop.site_id for stop in found.stops]),
        seen=afterwards.seen_by(db(), found, deputy.id),
        is_on=found.opens_on <= today() <= found.closes_on and found.unsealed_at is None,
        input=typed if isinstance(typed, RecuseInput) else RecuseInput(formdata=None),
        has_voted=ballot is not None and ballots.has_voted(db(), found, deputy),
        vote=(typed if isinstance(typed, VoteInput) else VoteInput(formdata=None)) if votes else None,
        proof_for=lambda address: deeds.proof(deputy, address),
    ), 422 if typed else 200


def _note(stop: int, typed: Input | None, site_id: int | None) -> ClosedInput:
    return typed if isinstance(typed, ClosedInput) and stop == site_id else ClosedInput(formdata=None)


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
    typed = ClosedInput()
    return _do(code, typed, lambda: deeds.find_closed(db(), _deputy(), code, site_id, typed), site_id)


@blueprint.post("/<code>/comment")
def comment(code: str) -> ResponseReturnValue:
    """Say a word to the scores once they are unsealed."""
    typed = CommentInput()
    return _do(code, typed, lambda: deeds.say(db(), _deputy(), code, typed))


@blueprint.post("/<code>/vote")
def vote(code: str) -> ResponseReturnValue:
    """Give one's mark, once."""
    typed = VoteInput()
    return _do(code, typed, lambda: deeds.vote(db(), _deputy(), code, typed))


def _do(code: str, typed: Input, deed: Callable[[], UUID], site_id: int | None = None) -> ResponseReturnValue:
    """Do it when it is whole, else show the page again with what is missing."""
    found = visits.of_deputy(db(), _deputy(), code)
    if not typed.validate():
        if wants_json():
            raise problems.Incomplete()
        return _page(found, typed, site_id)
    minted_id = deed()
    db().commit()
    return deeds.answer(minted_id, code, url_for("deputy_visits.page", code=code))
