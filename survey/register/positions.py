"""Where sites are: kept in WGS-84, whatever system a map gave them in.

GCJ-02, the system of maps published in China, has no official formula; the one that everybody uses became known with
eviltransform (https://github.com/googollee/eviltransform), and so did BD-09's from it
(https://github.com/wandergis/coordtransform). The way back is found by repeating the way there: three rounds leave
less than a millimetre. Latitude first, in degrees, everywhere.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from math import atan2, cos, hypot, pi, radians, sin, sqrt

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.register.spreadsheet.cells import compact
from survey.register.tables import Datum, Site, SitePosition

Degrees = tuple[float, float]

AXIS, ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""Krasovsky's ellipsoid of 1940: half its long axis in metres, its eccentricity squared."""
BAIDU_TURN = pi * 3000 / 180
ROUNDS = 3
PLACES = 6
"""Digits kept behind the point: a tenth of a metre."""
SOUTH, NORTH, WEST, EAST = 0.8293, 55.8271, 72.004, 137.8347
"""Outside of this GCJ-02 is WGS-84."""

DEGREES = r"[ne]?(-?\d{1,3}(?:\.\d+)?)°?[ne]?"
PAIR = re.compile(f"{DEGREES},{DEGREES}")
COMPASS = ("北纬", "东经")
CALLED = {
    Datum.WGS84: ("wgs84", "wgs-84", "cgcs2000", "gps", "国家2000", "天地图"),
    Datum.GCJ02: ("gcj02", "gcj-02", "高德", "腾讯", "火星"),
    Datum.BD09: ("bd09", "bd-09", "百度"),
}
"""CGCS2000, which official maps use, is WGS-84 to within a metre."""


def to_gcj02(at: Degrees) -> Degrees:
    """Shift WGS-84 as maps published in China do."""
    latitude, longitude = at
    if not (SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST):
        return at
    north, east = _shift(longitude - 105.0, latitude - 35.0)
    bend = 1 - ECCENTRICITY * sin(radians(latitude)) ** 2
    return (
        latitude + north * 180 / (AXIS * (1 - ECCENTRICITY) / (bend * sqrt(bend)) * pi),
        longitude + east * 180 / (AXIS / sqrt(bend) * cos(radians(latitude)) * pi),
    )


def _shift(x: float, y: float) -> Degrees:
    """By how many metres to the north and to the east; x and y are degrees from 105° E, 35° N."""
    waves = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi) + 160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi) + 150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    return north, east


def _from_gcj02(at: Degrees) -> Degrees:
    guess = at
    for _ in range(ROUNDS):
        shifted = to_gcj02(guess)
        guess = (guess[0] + at[0] - shifted[0], guess[1] + at[1] - shifted[1])
    return guess


def _bd09_to_gcj02(at: Degrees) -> Degrees:
    x, y = at[1] - 0.0065, at[0] - 0.006
    far = hypot(x, y) - 0.00002 * sin(y * BAIDU_TURN)
    angle = atan2(y, x) - 0.000003 * cos(x * BAIDU_TURN)
    return far * sin(angle), far * cos(angle)


def to_wgs84(at: Degrees, datum: Datum) -> Degrees:
    """Convert coordinates given in a system to WGS-84, rounded to what is kept."""
    if datum is Datum.BD09:
        at = _bd09_to_gcj02(at)
    latitude, longitude = at if datum is Datum.WGS84 else _from_gcj02(at)
    return round(latitude, PLACES), round(longitude, PLACES)


@dataclass(frozen=True)
class Given:
    """Coordinates as an office gave them, turned into WGS-84, with the system they were given in."""

    degrees: Degrees
    datum: Datum


def datum_of(written: str) -> Datum | None:
    """The system that a heading or a cell names, by any of its usual words."""
    plain = compact(written).lower()
    return next((datum for datum, words in CALLED.items() if any(word in plain for word in words)), None)


def is_degrees(written: str) -> bool:
    """Whether this is one number of degrees, as `read` takes two of."""
    return re.fullmatch(DEGREES, compact(_bare(written))) is not None


def _bare(written: str) -> str:
    """Without the system and the directions that stand in words."""
    bare = written.lower()
    for word in sum(CALLED.values(), COMPASS):
        bare = bare.replace(word, "")
    return bare


def read(written: str, datum: Datum) -> Given | None:
    """Read a pair of degrees in either order, since maps in China copy the longitude first; None when it is none.

    What is above 55 is taken for the longitude: no latitude in China is.
    """
    bare = _bare(written)
    found = PAIR.fullmatch(compact(bare) if compact(bare).count(",") else ",".join(bare.split()))
    if not found:
        return None
    first, second = float(found[1]), float(found[2])
    latitude, longitude = (second, first) if abs(first) > NORTH else (first, second)
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return Given(to_wgs84((latitude, longitude), datum), datum)


def show(at: Degrees) -> str:
    """Write coordinates as `read` takes them."""
    return f"{at[0]:.{PLACES}f}, {at[1]:.{PLACES}f}"


def put(site: Site, given: Given | None) -> None:
    """Let a loaded site be there, or nowhere in particular."""
    if given is None:
        site.at = None
    elif site.at is None:
        latitude, longitude = given.degrees
        site.at = SitePosition(latitude=latitude, longitude=longitude, given_in=given.datum)
    elif site.at.degrees != given.degrees:
        site.at.latitude, site.at.longitude = given.degrees
        site.at.given_in = given.datum


def of_sites(session: Session, site_ids: Collection[int]) -> dict[int, SitePosition]:
    """Where each of these sites is, as far as anybody noted it."""
    rows = session.scalars(select(SitePosition).where(SitePosition.site_id.in_(site_ids)))
    return {at.site_id: at for at in rows}


def for_phone(at: SitePosition | None) -> str:
    """`latitude,longitude` and how far GCJ-02 shifts both: phones sold in China may report either. Empty: unknown."""
    if at is None:
        return ""
    shifted = to_gcj02(at.degrees)
    return ",".join(f"{value:.5f}" for value in (*at.degrees, shifted[0] - at.latitude, shifted[1] - at.longitude))
