"""The index of all parts together beside a card that is live; editions keep their own."""

from datetime import datetime, timedelta

from survey.database import database_of
from survey.scorecards import index_weights, indexing, overview
from survey.scorecards.district import Background
from survey.scorecards.model import Index
from survey.web.transaction import db, now, today

HOLDS = timedelta(seconds=30)
"""How long an index stands before it is made anew: a single card's needs every project's figures."""
_known: dict[tuple[object, ...], tuple[datetime, dict[str, Index]]] = {}


def of_project(number: str, background: Background, *, raw: bool) -> Index | None:
    """A project's index among all, while the office shows one; `raw` as the office sees its figures."""
    return of_district(background, raw=raw, wanted=number).get(number)


def of_district(background: Background, *, raw: bool, wanted: str = "") -> dict[str, Index]:
    """Every project's index by number, empty while the office shows none; made anew where `wanted` is missing."""
    weights = index_weights.in_force(db())
    if weights is None:
        return {}
    key = (database_of(db()), background.period and background.period.id, raw, weights.id)
    known = _known.get(key)
    if known is None or not timedelta() <= now() - known[0] < HOLDS or (wanted and wanted not in known[1]):
        rows = overview.of_district(db(), background, raw=raw)
        found = indexing.of_all(indexing.of_rows(db(), rows, today()), weights)
        known = (now(), {row.number: index for row, index in zip(rows, found, strict=True)})
        _known.clear()
        _known[key] = known
    return known[1]
