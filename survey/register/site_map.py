"""Where the district's projects are and how they stand: sites as dots when they have positions, else by category."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import cos, radians

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.register.lights import Light, light
from survey.register.positions import Degrees
from survey.register.tables import Category, Project, Site, SitePosition

ENOUGH = 0.5
"""The share of living sites with a position from which a map tells more than it leaves out."""
FLATTEST, TALLEST = 0.4, 1.0
"""Height in parts of the width that a map takes at least and at most."""
HARMLESS_FIRST = (Light.CANCELLED, Light.DONE, Light.WAITING, Light.GREEN, Light.AMBER, Light.RED)


@dataclass(frozen=True)
class Dot:
    """A site on the map; x and y are 0–100 of the map's width, y downwards."""

    number: str
    light: Light
    x: float
    y: float


@dataclass(frozen=True)
class Around:
    """Some places among all sites of the district, in the same measure as a SiteMap."""

    dots: Sequence[Dot]
    marks: Sequence[Dot]
    height: float


@dataclass(frozen=True)
class SiteMap:
    """`dots`, what is late last so that it lies on top; none when too few sites have a position."""

    dots: Sequence[Dot]
    height: float
    categories: Sequence[tuple[str, dict[Light, int]]]
    """Projects of every category by light, the category with most projects first."""


def of_district(session: Session, today: date) -> SiteMap:
    """Draw up the map in three queries."""
    places = _places(session, today)
    count = session.scalar(select(func.count()).select_from(Site).where(Site.removed_at.is_(None))) or 0
    dots, height = _drawn(places) if count and len(places) >= ENOUGH * count else ([], FLATTEST)
    return SiteMap(dots, round(100 * height, 2), _categories(session, today))


def around(session: Session, today: date, marks: Sequence[tuple[str, Degrees]]) -> Around | None:
    """Draw named places among all sites; None when there is nothing to draw."""
    if not marks:
        return None
    mine = [(f"{MARK}{name}", Light.WAITING, *at) for name, at in marks]
    dots, height = _drawn([*_places(session, today), *mine])
    others = [dot for dot in dots if not dot.number.startswith(MARK)]
    named = [replace(dot, number=dot.number[len(MARK) :]) for dot in dots if dot.number.startswith(MARK)]
    return Around(others, named, round(100 * height, 2))


Place = tuple[str, Light, float, float]
MARK = "\0"
"""Begins what is no project's number."""


def _places(session: Session, today: date) -> list[Place]:
    """(project number, light, latitude, longitude) of every living site with a position."""
    rows = session.execute(
        select(Project.number, light(today), SitePosition.latitude, SitePosition.longitude)
        .join(Site, Site.project_id == Project.id)
        .join(SitePosition, SitePosition.site_id == Site.id)
        .where(Site.removed_at.is_(None))
    )
    return [(number, Light(shown), latitude, longitude) for number, shown, latitude, longitude in rows]


def _drawn(places: Sequence[Place]) -> tuple[list[Dot], float]:
    """The dots, and the map's height in parts of its width; a degree of longitude shrinks with the latitude."""
    shrunk = cos(radians(sum(place[2] for place in places) / len(places)))
    across = [place[3] * shrunk for place in places]
    down = [-place[2] for place in places]
    width, tall = max(across) - min(across), max(down) - min(down)
    height = min(TALLEST, max(FLATTEST, tall / width if width else TALLEST))
    scale = max(width, tall / height) or 1.0
    left = (scale - width) / 2 - min(across)
    top = (scale * height - tall) / 2 - min(down)
    dots = [
        Dot(place[0], place[1], round(100 * (x + left) / scale, 2), round(100 * (y + top) / scale, 2))
        for place, x, y in zip(places, across, down, strict=True)
    ]
    return sorted(dots, key=lambda dot: HARMLESS_FIRST.index(dot.light)), height


def _categories(session: Session, today: date) -> list[tuple[str, dict[Light, int]]]:
    shown = light(today).label("light")
    rows = session.execute(
        select(Category.name, shown, func.count())
        .join(Project, Project.category_id == Category.id)
        .group_by(Category.name, shown)
    )
    found: defaultdict[str, dict[Light, int]] = defaultdict(dict)
    for name, value, count in rows:
        found[name][Light(value)] = count
    return sorted(found.items(), key=lambda each: (-sum(each[1].values()), each[0]))
