"""What others said so far, as a receipt shows it to somebody who has just answered.

Figures move only at day's end and only by five or more answers at once, so that nobody learns one person's answer by
looking before and after it came.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Tally
from survey.scorecards import suppression

GRADES = ("5", "4", "3", "2", "1")
"""The best grade first, as the questionnaire asks."""


@dataclass(frozen=True)
class Option:
    """How many chose one grade; None where the number is hidden because it is small or would give a small one away."""

    option: str
    count: int | None
    percent: int | None


@dataclass(frozen=True)
class SoFar:
    """The distribution of overall satisfaction at the last boundary before today."""

    n: int
    until: date
    options: tuple[Option, ...]

    @property
    def shares(self) -> list[tuple[str, int | None]]:
        """Each grade with its share in whole percent."""
        return [(option.option, option.percent) for option in self.options]


Days = Sequence[tuple[date, Mapping[str, int]]]
"""Counts by option of each day."""


def last_boundary(days: Iterable[tuple[date, int]], minimum: int) -> date | None:
    """The last boundary among days with their counts; None when there is none yet.

    The first boundary is the end of the first day with `minimum` answers in all; each later one the end of a day by
    which `suppression.BATCH` more have come. Past days never change, so neither do boundaries.
    """
    waiting, least, found = 0, suppression.least(minimum), None
    for day, count in sorted(days):
        waiting += count
        if waiting >= least:
            waiting, least, found = 0, suppression.BATCH, day
    return found


def at_last_boundary(days: Days, minimum: int) -> tuple[date, Mapping[str, int]] | None:
    """The sums of all days up to the last boundary, and its day; None when there is none yet."""
    until = last_boundary([(day, sum(counts.values())) for day, counts in days], minimum)
    if until is None:
        return None
    running: Counter[str] = Counter()
    for day, counts in days:
        if day <= until:
            running.update(counts)
    return until, dict(running)


def of_project(session: Session, project_id: int, minimum: int, today: date) -> SoFar | None:
    """Say what residents of a project said up to the last boundary before today; None while too few have answered."""
    found = at_last_boundary(_days(session, project_id, today), minimum)
    if found is None:
        return None
    until, sums = found
    counts = [sums.get(grade, 0) for grade in GRADES]
    n = sum(counts)
    choice = suppression.choose(counts, [suppression.nothing_else])
    if choice is None:
        return None
    shown = [None if place in choice.hidden else count for place, count in enumerate(counts)]
    options = (
        Option(grade, count, None if count is None else round(100 * count / n))
        for grade, count in zip(GRADES, shown, strict=True)
    )
    return SoFar(n, until, tuple(options))


def _days(session: Session, project_id: int, today: date) -> list[tuple[date, Mapping[str, int]]]:
    rows = session.execute(
        select(Tally.day, Tally.option, func.sum(Tally.count))
        .where(Tally.project_id == project_id, Tally.question == "overall", Tally.option.in_(GRADES))
        .where(Tally.day < today)
        .group_by(Tally.day, Tally.option)
    )
    days: defaultdict[date, dict[str, int]] = defaultdict(dict)
    for day, option, count in rows:
        days[day][option] = int(count)
    return list(days.items())
