"""The register as it is now, in the shape of a spreadsheet's rows, so that the two can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.register.spreadsheet.columns import PLACES, Column, Value
from survey.register.spreadsheet.places import Place
from survey.register.tables import Category, Datum, Department, Project, Site, SitePosition

PLAIN = tuple(column for column in Column if column not in (Column.CATEGORY, Column.DEPARTMENT, *PLACES))
"""The columns that are columns of the project's table too."""


@dataclass(frozen=True)
class Stored:
    """One project of the register: its values, its living sites in order, and the names of all it ever had."""

    values: Mapping[Column, Value]
    places: tuple[Place, ...]
    known: frozenset[str]


def register(session: Session) -> dict[str, Stored]:
    """Read the whole register by number, in two queries."""
    places: dict[int, list[Place]] = {}
    known: dict[int, set[str]] = {}
    for site in session.execute(
        select(Site.project_id, Site.name, Site.address, Site.removed_at)
        .add_columns(SitePosition.latitude, SitePosition.longitude, SitePosition.given_in)
        .outerjoin(Site.at)
        .order_by(Site.position, Site.id)
    ):
        known.setdefault(site.project_id, set()).add(site.name)
        if site.removed_at is None:
            at = None if site.latitude is None else (site.latitude, site.longitude)
            place = Place(site.name, site.address, at, site.given_in or Datum.WGS84)
            places.setdefault(site.project_id, []).append(place)
    query = (
        select(Project.id, Category.name.label(Column.CATEGORY), Department.name.label(Column.DEPARTMENT))
        .add_columns(*(getattr(Project, column) for column in PLAIN))
        .join(Project.category)
        .join(Project.department)
        .order_by(Project.number)
    )
    return {
        row.number: Stored(
            {column: row._mapping[column] for column in Column if column not in PLACES},
            tuple(places.get(row.id, ())),
            frozenset(known.get(row.id, ())),
        )
        for row in session.execute(query)
    }
