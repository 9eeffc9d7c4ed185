"""The district as a background: what single cards are compared with, read once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Period
from survey.database import database_of
from survey.register.tables import District
from survey.scorecards import around, channel_mix, counts, deputies, panel, satisfaction
from survey.scorecards.channel_mix import Effects
from survey.scorecards.deputies import FULL_MARKS, Mark
from survey.scorecards.panel import Panel
from survey.scorecards.satisfaction import Floats
from survey.settings import DISTRICT_TIME

MINIMUM = 10


@dataclass(frozen=True)
class Heard:
    """What the district's deputies scored: every sheet by project, and what follows from all of them together."""

    marks: Mapping[int, list[Mark]]
    marks_variance: float | None
    full_projects: int
    panel: Panel | None


@dataclass(frozen=True)
class Background(Heard):
    """A period's figures of the whole district, against which single cards are drawn up."""

    period: Period | None
    zone: ZoneInfo
    minimum: int
    satisfaction: satisfaction.District
    effects: Effects = field(default_factory=Effects)
    own: Mapping[int, tuple[str, float]] = field(default_factory=dict)
    """The newest self-evaluation of each project, month and marks, and the median of self − fair over the district."""
    usual_gap: float | None = None
    before: date | None = None
    """Residents' figures stand as of their last boundary before this day; None where they are live."""


def background(
    session: Session,
    period: Period | None,
    zone: ZoneInfo = DISTRICT_TIME,
    *,
    today: date | None = None,
    before: date | None = None,
) -> Background:
    """Read the district's figures of a period; no period takes everything that ever came.

    k and m are those of the answers before `today`, so that a card does not move all day long because others got
    answers; without it all answers take part. `before` a day, figures stand as of the last boundary before it, so that
    nobody learns a single answer by looking twice; without it they are live.
    """
    midnight = None if before is None else datetime.combine(before, time(), zone).astimezone(UTC)
    heard = _heard(session, period, zone, midnight)
    own = around.self_marks(session)
    fitted, effects = _fit(session, period, None) if today is None else _fit_before(session, period, today)
    return Background(
        **vars(heard),
        period=period,
        zone=zone,
        minimum=minimum(session),
        satisfaction=fitted,
        effects=effects,
        own=own,
        usual_gap=around.usual_gap(own, heard.panel.projects, heard.panel.fit.fair) if heard.panel else None,
        before=before,
    )


def grades(session: Session, background: Background) -> dict[int, Floats]:
    """Each project's counts of the overall grades, as this background shows them."""
    if background.before is None:
        return counts.of_district(session, background.period)
    return counts.at_boundaries(session, background.period, background.before)[0]


Fits = tuple[satisfaction.District, Effects]

_fits: dict[tuple[object, ...], Fits] = {}
_panels: dict[tuple[object, ...], tuple[object, Heard]] = {}
KEPT = 20
"""Fits that a process remembers; each follows from the database alone, so another process finds the same."""


def _fit_before(session: Session, period: Period | None, today: date) -> Fits:
    """The fit of all days before today, which no answer changes any more."""
    key = (database_of(session), period and period.id, today)
    if (found := _fits.get(key)) is None:
        if len(_fits) >= KEPT:
            _fits.clear()
        found = _fits[key] = _fit(session, period, today)
    return found


def _fit(session: Session, period: Period | None, before: date | None) -> Fits:
    given = counts.by_channel(session, period, before)
    found = np.array([sum(of.values()) for of in given.values()], float).reshape(-1, len(counts.GRADES))
    return satisfaction.fit(found), channel_mix.fit(given)


def _heard(session: Session, period: Period | None, zone: ZoneInfo, before: datetime | None) -> Heard:
    """Read and fit all sheets, again only when one has come, gone or been released since the last time."""
    key = (database_of(session), period and period.id, before)
    state = counts.state_of_sheets(session, period, before)
    known = _panels.get(key)
    if known is not None and known[0] == state:
        return known[1]
    marks = counts.marks_of_district(session, period, zone, before)
    full = sum(all(mark.score >= FULL_MARKS for mark in sheets) for sheets in marks.values())
    found = Heard(marks, _variance(marks), full, panel.convene(marks))
    if len(_panels) >= KEPT:
        _panels.clear()
    _panels[key] = (state, found)
    return found


def minimum(session: Session) -> int:
    """The district's publication minimum, as its office set it."""
    return session.scalar(select(District.publication_minimum)) or MINIMUM


def period_at(session: Session, now: datetime, zone: ZoneInfo = DISTRICT_TIME) -> Period | None:
    """The newest period that has begun; None before the first."""
    today = now.astimezone(zone).date()
    return session.scalar(select(Period).where(Period.opens_on <= today).order_by(Period.opens_on.desc()).limit(1))


def _variance(marks: Mapping[int, list[Mark]]) -> float | None:
    groups = [
        np.array([mark.score for mark in group])
        for sheets in marks.values()
        for _, group in groupby(sorted(sheets, key=lambda mark: mark.announced), key=lambda mark: mark.announced)
    ]
    sizes = np.array([len(group) for group in groups], float)
    totals = np.array([group.sum() for group in groups], float)
    squares = np.array([(group**2).sum() for group in groups], float)
    return deputies.variance_within(sizes, totals, squares)
