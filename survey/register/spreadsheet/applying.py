"""Write a preview into the register: all of it or nothing, in the caller's transaction."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, joinedload, selectinload

from survey import problems
from survey.register import codes, positions, promises
from survey.register.promises import Amendment
from survey.register.spreadsheet.columns import Column
from survey.register.spreadsheet.places import Place
from survey.register.spreadsheet.preview import Line, Preview, Shown, Verdict
from survey.register.spreadsheet.stored import PLAIN
from survey.register.tables import Category, Department, Project, Site

AT_ONCE = 500
"""So many projects are loaded with one query."""


def alone(session: Session) -> None:
    """Keep other imports waiting until this transaction ends; call it before the preview that will be applied.

    On SQLite a writer is alone already.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE"))


def apply(session: Session, preview: Preview, by: Amendment, *, states: Amendment | None = None) -> None:
    """Make the register say what the preview promised and keep what it said before.

    `states` says why projects are cancelled or taken up again. What else that ends is the edge's to do.
    Raises RefusedRows when a row of it is refused.
    """
    if refused := preview.counts[Verdict.REFUSED]:
        raise problems.RefusedRows(count=refused)
    named = _Names(session, preview)
    for line in preview.lines:
        if line.verdict is Verdict.NEW:
            _add(session, line, named, by.at)
    given_up = {*preview.cancelled, *preview.resumed}
    changed = {line.row.number: line for line in preview.lines if line.verdict is Verdict.CHANGED}
    for project in _projects(session, list(changed)):
        line = changed[project.number]
        columns = _columns({c.column: c.new for c in line.changes}, named)
        if states is not None and project.number in given_up:
            promises.amend(session, project, {"state": columns.pop("state")}, states)
        promises.amend(session, project, columns, by)
        _settle(session, project, line.places, by.at)
    session.flush()


class _Names:
    """Departments and categories by name, those that the file brings made on the way."""

    def __init__(self, session: Session, preview: Preview) -> None:
        session.add_all(Department(name=name) for name in preview.new_departments)
        session.add_all(Category(name=name) for name in preview.new_categories)
        session.flush()
        self.departments = {
            department.name: department
            for department in session.scalars(select(Department).where(Department.merged_at.is_(None)))
        }
        self.categories = {category.name: category for category in session.scalars(select(Category))}


def _projects(session: Session, numbers: list[str]) -> Iterator[Project]:
    for start in range(0, len(numbers), AT_ONCE):
        some = Project.number.in_(numbers[start : start + AT_ONCE])
        yield from session.scalars(
            select(Project)
            .where(some)
            .options(
                selectinload(Project.sites).joinedload(Site.at),
                joinedload(Project.category),
                joinedload(Project.department),
            )
        )


def _add(session: Session, line: Line, named: _Names, now: datetime) -> None:
    project = Project(created_at=now, changed_at=now, sites=[], **_columns(line.row.values, named))
    session.add(project)
    _settle(session, project, line.places, now)


def _columns(values: Mapping[Column, Shown], named: _Names) -> dict[str, Any]:
    """The project's columns that the file has; an empty state leaves the one there is."""
    columns: dict[str, Any] = {}
    for column, value in values.items():
        if column is Column.DEPARTMENT:
            columns["department"] = named.departments[str(value)]
        elif column is Column.CATEGORY:
            columns["category"] = named.categories[str(value)]
        elif column in PLAIN and not (column is Column.STATE and value is None):
            columns[column.value] = value
    return columns


def _settle(session: Session, project: Project, places: tuple[Place, ...], now: datetime) -> None:
    """Give the project these sites: new ones get a code, those no longer named are kept as removed."""
    sites = {site.name: site for site in project.sites}
    for position, place in enumerate(places):
        if (site := sites.pop(place.name, None)) is None:
            site = Site(name=place.name, project=project)
            codes.issue(session, site, now)
        site.address, site.position, site.removed_at = place.address, position, None
        positions.put(site, place.given)
    for site in sites.values():
        site.removed_at = site.removed_at or now
