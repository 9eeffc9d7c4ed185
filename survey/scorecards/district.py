"""The district as a background: what single cards are compared with, read once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect.tables import Period
from survey.register.tables import District
from survey.scorecards import counts, deputies, panel, satisfaction
from survey.scorecards.deputies import FULL_MARKS, Mark
from survey.scorecards.panel import Panel
from survey.scorecards.satisfaction import Floats
from survey.settings import DISTRICT_TIME

MINIMUM = 10


@dataclass(frozen=True)
class Background:
    """A period's figures of the whole district."""

    period: Period | None
    zone: ZoneInfo
    minimum: int
    grades: Mapping[int, Floats]
    satisfaction: satisfaction.District
    marks: Mapping[int, list[Mark]]
    marks_variance: float | None
    full_projects: int
    panel: Panel | None
    until: Mapping[int, date] | None = None
    """The last day that each project's figures hold; None where they are live."""


def background(
    session: Session, period: Period | None, zone: ZoneInfo = DISTRICT_TIME, before: date | None = None
) -> Background:
    """Read the district's figures of a period; no period takes everything that ever came.

    `before` a day, figures stand as of the last boundary before it, so that nobody learns a single answer by looking
    twice; without it they are live.
    """
    if before is None:
        grades, until = counts.of_district(session, period), None
    else:
        grades, until = counts.at_boundaries(session, period, before)
    midnight = None if before is None else datetime.combine(before, time(), zone).astimezone(UTC)
    marks = counts.marks_of_district(session, period, zone, midnight)
    table = np.array(list(grades.values()), float).reshape(-1, len(counts.GRADES))
    full = sum(all(mark.score >= FULL_MARKS for mark in sheets) for sheets in marks.values())
    return Background(
        period=period,
        zone=zone,
        minimum=minimum(session),
        grades=grades,
        satisfaction=satisfaction.fit(table),
        marks=marks,
        marks_variance=_variance(marks),
        full_projects=full,
        panel=panel.convene(marks),
        until=until,
    )


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
