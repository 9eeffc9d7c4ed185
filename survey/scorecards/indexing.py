"""The index of projects from the figures that their cards show, so that nobody learns more from it than from those."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.register import mergers
from survey.register.tables import Milestone, Project
from survey.rounds import findings
from survey.rounds.tables import Finding, FindingState
from survey.scorecards import composite, satisfaction
from survey.scorecards.composite import Sensitivity
from survey.scorecards.index_weights import COMPONENTS
from survey.scorecards.model import Deputies, Index, Part, Residents, deputies_of, residents_of
from survey.scorecards.overview import Row
from survey.scorecards.suppression import FEW
from survey.scorecards.tables import IndexWeights
from survey.visits import sealing

WEAK = 60.0
"""A component below this is named beside the index, however good the rest is."""

Parts = Sequence[float | None]
"""The components of one project in their order, 0–100; None where missing."""
Promises = tuple[int, int]
"""Milestones kept in time, of those that were due or done."""
Fixes = tuple[int, int, int]
"""Findings raised, sent to a department, and fixed."""


def parts(residents: Residents, deputies: Deputies, promises: Promises, fixes: Fixes) -> Parts:
    """One project's components: residents (cautious mean − 1)/4·100; deputies' fair score; milestones 100·in time/due;
    findings 100·fixed/sent, 100 where none was raised although somebody looked."""
    found, (in_time, due), (raised, sent, fixed) = residents.satisfaction, promises, fixes
    looked = deputies.every.n > 0
    return (
        satisfaction.percent(found.mean) if found is not None and (residents.n or 0) >= FEW else None,
        deputies.fair.mean if deputies.fair is not None else None,
        100 * in_time / due if due else None,
        100 * fixed / sent if sent else 100.0 if looked and not raised else None,
    )


def of_document(document: Mapping[str, Any]) -> Parts:
    """The components that a card shows."""
    steps, found = document["around"]["steps"], document["around"]["findings"]
    return parts(
        residents_of(document),
        deputies_of(document),
        (steps["in_time"], steps["done"] + steps["late"]),
        (found["raised"], found["dispatched"], found["fixed"]),
    )


def of_rows(session: Session, rows: Sequence[Row], today: date) -> list[Parts]:
    """The components of many projects at once, as their cards would show them."""
    ids = {number: key for key, number in session.execute(select(Project.id, Project.number))}
    promises, fixes = _promises(session, today), _fixes(session)
    return [
        parts(row.residents, row.deputies, promises.get(ids[row.number], (0, 0)), fixes.get(ids[row.number], (0, 0, 0)))
        for row in rows
    ]


def _promises(session: Session, today: date) -> dict[int, Promises]:
    found: dict[int, Promises] = {}
    heads = mergers.heads(session)
    for each, due_on, done_on in session.execute(select(Milestone.project_id, Milestone.due_on, Milestone.done_on)):
        project_id = heads.get(each, each)
        in_time, due = found.get(project_id, (0, 0))
        kept = done_on is not None and done_on <= due_on
        found[project_id] = in_time + kept, due + (done_on is not None or due_on < today)
    return found


def _fixes(session: Session) -> dict[int, Fixes]:
    found: dict[int, Fixes] = {}
    rows = session.execute(
        select(Finding.project_id, Finding.state, func.count(), func.count(Finding.dispatched_on))
        .where(Finding.id.not_in(findings.raised_from(sealing.unreleased())))
        .group_by(Finding.project_id, Finding.state)
    )
    heads = mergers.heads(session)
    for each, state, count, dispatched in rows:
        project_id = heads.get(each, each)
        raised, sent, fixed = found.get(project_id, (0, 0, 0))
        found[project_id] = raised + count, sent + dispatched, fixed + count * (state is FindingState.FIXED)
    return found


def of_all(given: Sequence[Parts], weights: IndexWeights) -> list[Index]:
    """The index of every project with the range that other weights would give."""
    components = np.array([[np.nan if x is None else x for x in one] for one in given], float)
    shares = np.array([getattr(weights, name) for name in COMPONENTS], float)
    found = composite.sensitivity(components.reshape(-1, len(COMPONENTS)), shares)
    return [_index(found, row, one, weights) for row, one in enumerate(given)]


def _index(found: Sensitivity, row: int, given: Parts, weights: IndexWeights) -> Index:
    told = tuple(
        Part(name, None if x is None else round(x, 1), getattr(weights, name))
        for name, x in zip(COMPONENTS, given, strict=True)
    )
    weighed = [part for part in told if part.weight]
    known = bool(np.isfinite(found.index[row]))
    return Index(
        value=round(float(found.index[row]), 1) if known else None,
        low=round(float(found.low[row]), 1) if known else None,
        high=round(float(found.high[row]), 1) if known else None,
        place=int(found.place[row]) if known else None,
        best=int(found.best[row]) if known else None,
        worst=int(found.worst[row]) if known else None,
        among=found.among,
        parts=told,
        missing=tuple(part.component for part in weighed if part.value is None),
        weak=tuple(part.component for part in weighed if part.value is not None and part.value < WEAK),
        decided_on=weights.set_at.date().isoformat(),
        reason=weights.reason,
    )


def add(documents: Mapping[int, dict[str, Any]], weights: IndexWeights | None) -> None:
    """Put the index into finished cards, none while the office shows none."""
    if weights is None:
        return
    found = of_all([of_document(document) for document in documents.values()], weights)
    for document, index in zip(documents.values(), found, strict=True):
        document["index"] = _plain(index)


def _plain(index: Index) -> dict[str, Any]:
    plain = asdict(index)
    return plain | {"parts": list(plain["parts"]), "missing": list(index.missing), "weak": list(index.weak)}
