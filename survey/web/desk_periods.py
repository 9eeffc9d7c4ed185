"""The desk's page of two editions side by side: what really changed, and what may be luck."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from survey import problems
from survey.scorecards import periods, publication
from survey.scorecards.tables import Publication
from survey.web.transaction import db

blueprint = Blueprint("desk_periods", __name__, url_prefix="/desk/scorecards/periods")

Edition = tuple[Publication, str]


@blueprint.get("")
def page() -> ResponseReturnValue:
    """Compare two editions; without a choice the newest with the last of the period before, or the one before it."""
    every = publication.history(db())
    if len(every) < 2:
        return render_template("desk/periods.html", editions=every, found=None, before=None, after=None)
    after = _chosen(every, "after") or every[0]
    before = _chosen(every, "before") or _before(every, after)
    old, new = ([card.content for card in publication.cards_of(db(), one)] for one, _ in (before, after))
    return render_template(
        "desk/periods.html", editions=every, found=periods.compare(old, new), before=before, after=after
    )


def _chosen(every: list[Edition], name: str) -> Edition | None:
    typed = request.args.get(name, "")
    if not typed:
        return None
    found = [edition for edition in every if str(edition[0].id) == typed]
    if not found:
        raise problems.NotFound()
    return found[0]


def _before(every: list[Edition], after: Edition) -> Edition:
    earlier = every[every.index(after) + 1 :] or [every[-1]]
    of_another = (edition for edition in earlier if edition[0].period_id != after[0].period_id)
    return next(of_another, earlier[0])
