"""What a list of projects can be sorted by: a column, or a figure that is counted elsewhere for every project."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Double, Select, Subquery, and_, case, cast, func, or_, select
from sqlalchemy.orm import Session

from survey.register.lights import Light, light
from survey.register.promises import PROMISED
from survey.register.tables import (
    Category,
    Change,
    Department,
    Milestone,
    ProgressNote,
    Project,
    ProjectState,
    SelfEvaluation,
)

MOST_URGENT = (Light.RED, Light.AMBER, Light.GREEN, Light.WAITING, Light.DONE, Light.CANCELLED)


@dataclass(frozen=True)
class Order:
    """An expression on a project with category and department; what has no value comes last either way.

    `counted` knows a figure by `project_id` where one is counted elsewhere; `value` then reads from it.
    """

    value: ColumnElement[Any]
    counted: Subquery | None = None
    falls: bool = False

    def turned(self) -> "Order":
        """The other way round."""
        return replace(self, falls=not self.falls)

    def sort(self, statement: Select[Any]) -> Select[Any]:
        """Sort a statement on projects; equals go by their number, so that every order is one order."""
        if self.counted is not None:
            statement = statement.outerjoin(self.counted, self.counted.c.project_id == Project.id)
        way = self.value.desc() if self.falls else self.value.asc()
        return statement.order_by(way.nulls_last(), Project.number)

    def behind(self, session: Session, number: str) -> ColumnElement[bool]:
        """Whether a project stands behind the one with this number."""
        place = select(self.value).select_from(Project).join(Project.category).join(Project.department)
        if self.counted is not None:
            place = place.outerjoin(self.counted, self.counted.c.project_id == Project.id)
        last = session.scalar(place.where(Project.number == number))
        later = Project.number > number
        if last is None:
            return and_(self.value.is_(None), later)
        further = self.value < last if self.falls else self.value > last
        return or_(further, and_(self.value == last, later), self.value.is_(None))


def counted(value: ColumnElement[Any], of: Any, *rules: ColumnElement[bool], missing: float | None = None) -> Order:
    """Sort by an aggregate of another table's rows, grouped by their `project_id`; without rows it is `missing`."""
    found = select(of.project_id, value.label("value")).where(*rules).group_by(of.project_id).subquery()
    return Order(found.c.value if missing is None else func.coalesce(found.c.value, missing), found)


NUMBER = Order(Project.number.expression)
DUE = Order(Project.due_on.expression)


def _light(today: date) -> Order:
    """The most urgent first."""
    places = {each.value: place for place, each in enumerate(MOST_URGENT)}
    return Order(case(places, value=light(today)))


def _own_score() -> Order:
    """By the newest self-evaluation."""
    newest_first = func.row_number().over(partition_by=SelfEvaluation.project_id, order_by=SelfEvaluation.month.desc())
    ranked = select(SelfEvaluation.project_id, SelfEvaluation.score, newest_first.label("place")).subquery()
    found = select(ranked.c.project_id, ranked.c.score.label("value")).where(ranked.c.place == 1).subquery()
    return Order(found.c.value, found)


def _share_done() -> Order:
    return counted(cast(func.count(Milestone.done_on), Double) / func.count(), Milestone)


ORDERS: Mapping[str, Callable[[date], Order]] = {
    "number": lambda _: NUMBER,
    "name": lambda _: Order(Project.name.expression),
    "category": lambda _: Order(Category.name.expression),
    "department": lambda _: Order(Department.name.expression),
    "due": lambda _: DUE,
    "state": lambda _: Order(case({state: place for place, state in enumerate(ProjectState)}, value=Project.state)),
    "batch": lambda _: Order(Project.batch.expression),
    "owner": lambda _: Order(Project.owner.expression),
    "sponsor": lambda _: Order(Project.sponsor.expression),
    "target": lambda _: Order(Project.target.expression),
    "light": _light,
    "steps": lambda _: _share_done(),
    "next": lambda _: counted(func.min(Milestone.due_on), Milestone, Milestone.done_on.is_(None)),
    "noted": lambda _: counted(func.max(ProgressNote.at), ProgressNote),
    "own": lambda _: _own_score(),
    "lowered": lambda _: counted(func.count(), Change, Change.column.in_(PROMISED), missing=0),
}
"""By name, as of a day. Chinese names go by code point: it keeps equals together, no more."""
