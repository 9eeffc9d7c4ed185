"""Queries of projects: the list that staff search and filter, and the page of one project."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from survey import problems
from survey.register import codes
from survey.register.lights import Light, light
from survey.register.orders import NUMBER, Order
from survey.register.tables import ENDED, Category, Department, Project, ProjectState, Site, SiteCode

Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])

PAGE = 50
AT_ONCE = 500
"""So many projects an export reads with one query."""
DUE_SOON = timedelta(days=30)
LONGEST_SEARCH = 100
MOST_WORDS = 6


class Standing(StrEnum):
    """How a project stands to its due date today."""

    OPEN = "open"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    DONE = "done"


@dataclass(frozen=True)
class Filter:
    """Which projects are asked for; empty values ask for all of them."""

    search: str = ""
    category: str = ""
    department: str = ""
    state: ProjectState | None = None
    overdue: bool = False
    light: Light | None = None
    batch: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filter()


@dataclass(frozen=True)
class Totals:
    """How many projects a filter finds, in all, by state and overdue."""

    by_state: Mapping[ProjectState, int]
    overdue: int

    @property
    def count(self) -> int:
        return sum(self.by_state.values())


def standing(project: Project, today: date) -> Standing:
    """Compare a project's due date with today; what is completed or cancelled is done whatever the date."""
    if project.state in ENDED:
        return Standing.DONE
    if project.due_on is None or project.due_on > today + DUE_SOON:
        return Standing.OPEN
    return Standing.OVERDUE if project.due_on < today else Standing.DUE_SOON


def page(
    session: Session, filter_: Filter, today: date, *, order: Order = NUMBER, after: str = "", limit: int = PAGE
) -> list[Project]:
    """The projects of a list that follow the one with the number `after`, with category and department.

    However long the list is, only `limit` rows are read.
    """
    statement = order.sort(_matching(select(Project), filter_, today))
    if after:
        statement = statement.where(order.behind(session, after))
    return list(
        session.scalars(
            statement.options(contains_eager(Project.category), contains_eager(Project.department)).limit(limit)
        )
    )


def in_order(session: Session, filter_: Filter, today: date, *, order: Order = NUMBER) -> Iterator[list[Project]]:
    """All projects of a list, AT_ONCE at a time: an export sorts once and holds few of them."""
    ids = list(session.scalars(order.sort(_matching(select(Project.id), filter_, today))))
    for some in (ids[begin : begin + AT_ONCE] for begin in range(0, len(ids), AT_ONCE)):
        found = select(Project).where(Project.id.in_(some))
        found = found.options(joinedload(Project.category), joinedload(Project.department))
        by_id = {project.id: project for project in session.scalars(found)}
        yield [by_id[project_id] for project_id in some]


def ids_of(filter_: Filter, today: date) -> Select[int] | None:
    """The keys of what a filter finds, for a statement that counts something about it; None for all projects."""
    return None if filter_.is_empty else _matching(select(Project.id), filter_, today)


def totals(session: Session, filter_: Filter, today: date) -> Totals:
    """Count what a filter finds, in one query."""
    late = func.sum(case((_is_overdue(today), 1), else_=0))
    rows = session.execute(
        _matching(select(Project.state, func.count(), late), filter_, today).group_by(Project.state)
    ).all()
    return Totals({state: count for state, count, _ in rows}, sum(overdue for _, _, overdue in rows))


def of_number(session: Session, number: str) -> Project:
    """Find a project with its category, its department, and its sites with their codes; raises NotFound."""
    found = None
    if "\0" not in number:  # PostgreSQL cannot even be asked
        found = session.scalar(
            select(Project)
            .where(Project.number == number)
            .options(joinedload(Project.category), joinedload(Project.department))
            .options(selectinload(Project.sites).selectinload(Site.codes))
        )
    if found is None:
        raise problems.NotFound()
    return found


def of_department(session: Session, department: str, number: str) -> Project:
    """Find a project that a department leads; anybody else's is NotFound, as if it did not exist."""
    project = of_number(session, number)
    if project.department.name != department:
        raise problems.NotFound()
    return project


def led_by(session: Session, department: str) -> list[Project]:
    """All projects that a department leads, the first due first."""
    found = (
        select(Project)
        .join(Project.department)
        .where(Department.name == department)
        .options(contains_eager(Project.department), joinedload(Project.category))
        .order_by(Project.due_on.asc().nulls_last(), Project.number)
    )
    return list(session.scalars(found))


def categories(session: Session) -> list[str]:
    """The names of all categories that have a project."""
    return list(session.scalars(select(Category.name).join(Project).distinct().order_by(Category.name)))


def batches(session: Session) -> list[str]:
    """Every batch that a project is of."""
    named = select(Project.batch).where(Project.batch != "").distinct().order_by(Project.batch)
    return list(session.scalars(named))


def departments(session: Session) -> list[str]:
    """The names of all departments that lead a project."""
    return list(session.scalars(select(Department.name).join(Project).distinct().order_by(Department.name)))


def _matching(statement: Statement, filter_: Filter, today: date) -> Statement:
    """Narrow a statement on projects to what a filter finds."""
    conditions = [_mentions(word) for word in words(filter_.search)]
    if filter_.category:
        conditions.append(Category.name == filter_.category)
    if filter_.department:
        conditions.append(Department.name == filter_.department)
    if filter_.state is not None:
        conditions.append(Project.state == filter_.state)
    if filter_.overdue:
        conditions.append(_is_overdue(today))
    if filter_.batch:
        conditions.append(Project.batch == filter_.batch)
    if filter_.light is not None:
        conditions.append(light(today) == filter_.light.value)
    return statement.join(Project.category).join(Project.department).where(*conditions)


def _is_overdue(today: date) -> ColumnElement[bool]:
    return and_(Project.due_on < today, Project.state.not_in(ENDED))


def words(search: str) -> list[str]:
    """Split what somebody typed into the words to look for; control characters and half characters are spaces."""
    text = "".join(" " if unicodedata.category(c).startswith("C") else c for c in search[:LONGEST_SEARCH])
    return text.split()[:MOST_WORDS]


def _mentions(word: str) -> ColumnElement[bool]:
    """Whether a project says this word in its number, name, people or sites, or is where this code was printed."""
    forms = {word, unicodedata.normalize("NFKC", word)}
    columns = (Project.number, Project.name, Project.owner, Project.sponsor, Department.name)
    said = [column.icontains(form, autoescape=True) for column in columns for form in forms]
    site = [column.icontains(form, autoescape=True) for column in (Site.name, Site.address) for form in forms]
    at_site = Project.sites.any(and_(Site.removed_at.is_(None), or_(*site)))
    return or_(*said, at_site, *_has_code(word))


def _has_code(word: str) -> list[ColumnElement[bool]]:
    try:
        code = codes.normalise(word)
    except problems.MistypedCode:
        return []
    return [Project.sites.any(Site.codes.any(SiteCode.code == code))]
