"""When projects begin, what is due when, and how far they are: one lane a project on one common axis of days."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.problems import N_
from survey.register import lights
from survey.register.lights import Light
from survey.register.tables import Milestone, Project

MOST_TICKS = 12
APART = (1, 2, 3, 6, 12, 24, 60, 120)
"""Months between two ticks of the axis."""
LONGEST = 30 * 366
"""Days that an axis shows at most: a mistyped century must not press all others into a line."""


class StepState(StrEnum):
    """How a milestone stands today."""

    DONE = "done"
    OPEN = "open"
    LATE = "late"


STEP_WORDS = {StepState.DONE: N_("done"), StepState.OPEN: N_("open"), StepState.LATE: N_("late")}


@dataclass(frozen=True)
class Step:
    """A milestone on its lane; it stands where it was done, or is due."""

    name: str
    due_on: date
    done_on: date | None
    state: StepState

    @property
    def on(self) -> date:
        return self.done_on or self.due_on


@dataclass(frozen=True)
class Lane:
    """One project; an end that nobody set is None, and its bar ends with what is known."""

    project: Project
    light: Light
    steps: Sequence[Step]

    @property
    def begins(self) -> date | None:
        return min(filter(None, (self.project.starts_on, *(step.on for step in self.steps))), default=None)

    @property
    def ends(self) -> date | None:
        return max(filter(None, (self.project.due_on, *(step.on for step in self.steps))), default=None)


@dataclass(frozen=True)
class Schedule:
    """Lanes over the days from `first` to `last`, which are a month's first day and a month's end."""

    first: date
    last: date
    today: date
    lanes: Sequence[Lane]

    def place(self, day: date) -> float:
        """Where a day stands on the axis, 0–100."""
        share = 100 * (day - self.first).days / (self.last - self.first).days
        return round(min(100.0, max(0.0, share)), 2)

    @property
    def ticks(self) -> list[date]:
        """First days of months, at most MOST_TICKS of them."""
        months = (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1
        apart = next((apart for apart in APART if months <= apart * MOST_TICKS), APART[-1])
        return [_month(self.first, place) for place in range(0, months, apart)]


def of_projects(session: Session, projects: Collection[Project], today: date) -> Schedule:
    """The schedule of some projects, in two queries."""
    signals = lights.of_projects(session, projects, today)
    steps: dict[int, list[Step]] = {project.id: [] for project in projects}
    found = select(Milestone).where(Milestone.project_id.in_(steps)).order_by(Milestone.due_on, Milestone.id)
    for each in session.scalars(found):
        steps[each.project_id].append(Step(each.name, each.due_on, each.done_on, _state(each, today)))
    lanes = [Lane(project, signals[project.id].light, steps[project.id]) for project in projects]
    first, last = _reach(today, list(_days(lanes)))
    return Schedule(first, last, today, lanes)


def _state(milestone: Milestone, today: date) -> StepState:
    if milestone.done_on is not None:
        return StepState.DONE
    return StepState.LATE if milestone.due_on < today else StepState.OPEN


def _days(lanes: Collection[Lane]) -> Iterator[date]:
    for lane in lanes:
        yield from filter(None, (lane.project.starts_on, lane.project.due_on, *(step.on for step in lane.steps)))


def _reach(today: date, days: Collection[date]) -> tuple[date, date]:
    """Whole months around all days and today."""
    near = [day for day in days if abs((day - today).days) <= LONGEST / 2]
    first, last = min([today, *near]), max([today, *near])
    return first.replace(day=1), _month(last, 1)


def _month(day: date, ahead: int) -> date:
    """The first day of the month that comes so many months later."""
    months = day.year * 12 + day.month - 1 + ahead
    return date(months // 12, months % 12 + 1, 1)
