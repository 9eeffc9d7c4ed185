"""Where sites are: whatever system a map gave it in, WGS-84 is kept; the register takes it in and gives it out."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people.tables import AuditEntry, Role
from survey.register import positions
from survey.register.spreadsheet import export
from survey.register.tables import Datum, Project, Site, SitePosition
from tests.conftest import Clock
from tests.spreadsheets import HEADINGS, PROJECT, counts, look, take, xlsx
from tests.walker import Browser

__all__: list[str] = []

PUBLISHED = [
    ((31.1774276, 121.5272106), (31.17530398364597, 121.531541859215)),
    ((22.543847, 113.912316), (22.540796131694766, 113.9171764808363)),
    ((39.911954, 116.377817), (39.91334545536069, 116.38404722455657)),
]
"""WGS-84 and GCJ-02 from the tests of eviltransform (its file test/test.json, Shanghai, Shenzhen, Beijing)."""


def metres(one: positions.Degrees, other: positions.Degrees) -> float:
    north, east = one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0]))
    return hypot(north, east) * 111_195


@pytest.mark.parametrize(("wgs84", "gcj02"), PUBLISHED)
def test_the_formula_gives_the_published_values(wgs84: positions.Degrees, gcj02: positions.Degrees) -> None:
    assert positions.to_gcj02(wgs84) == pytest.approx(gcj02, abs=1e-9)
    assert metres(positions.to_wgs84(gcj02, Datum.GCJ02), wgs84) < 0.2


@given(st.tuples(st.floats(4, 53), st.floats(74, 135)))
def test_the_way_back_ends_where_it_began(wgs84: positions.Degrees) -> None:
    shifted = positions.to_gcj02(wgs84)
    assert 10 < metres(shifted, wgs84) < 1500
    assert metres(positions.to_wgs84(shifted, Datum.GCJ02), wgs84) < 0.2


def test_baidu_lies_beyond_gcj02() -> None:
    """The Forbidden City's gate as Baidu and Amap give it, from the README of wandergis/coordtransform."""
    assert positions.to_wgs84((39.915, 116.404), Datum.BD09) == pytest.approx((39.907255, 116.391386), abs=2e-5)


@pytest.mark.parametrize(
    "written",
    [
        "31.2304, 121.4737",
        "121.4737，31.2304",
        "３１．２３０４,１２１．４７３７",
        "31.2304 121.4737",
        "N31.2304°, E121.4737°",
    ],
)
def test_a_pair_is_read_as_people_write_it(written: str) -> None:
    read = positions.read(written, Datum.WGS84)
    assert read is not None
    assert read.degrees == (31.2304, 121.4737)


@pytest.mark.parametrize("written", ["", "31.2304", "somewhere", "31.2, 121.4, 7", "131.2, 221.4", "31°12', 121°28'"])
def test_what_is_no_pair_is_not_guessed(written: str) -> None:
    assert positions.read(written, Datum.WGS84) is None


def row(**cells: str) -> tuple[str, ...]:
    return tuple(cells.get(heading, cell) for heading, cell in zip(HEADINGS, PROJECT, strict=True))


def stored(session: Session) -> dict[str, positions.Degrees]:
    rows = session.execute(select(Site.name, SitePosition).join(Site.at)).all()
    return {name: at.degrees for name, at in rows}


def test_an_office_gives_the_coordinates_of_its_map(session: Session, clock: Clock) -> None:
    sites = row(点位="秋实食堂、春华食堂")
    take(session, xlsx((*HEADINGS, "坐标（GCJ-02）"), (*sites, "121.531542,31.175304\n-")), clock)
    assert stored(session)["秋实食堂"] == pytest.approx((31.1774276, 121.5272106), abs=2e-6)
    assert set(stored(session)) == {"秋实食堂"}
    again = look(session, xlsx((*HEADINGS, "坐标（GCJ-02）"), (*sites, "121.531542,31.175304\n-")))
    assert counts(again) == (0, 0, 1, 0)


def test_the_export_says_it_in_wgs84_and_changes_nothing(session: Session, clock: Clock) -> None:
    take(session, xlsx((*HEADINGS, "经纬度"), (*row(), "高德 121.531542,31.175304")), clock)
    before = stored(session)
    session.flush()
    assert counts(look(session, export.workbook(session))) == (0, 0, 1, 0)
    take(session, export.workbook(session), clock)
    assert stored(session) == before


@pytest.mark.parametrize(
    ("headings", "cells"),
    [
        (("经度（WGS-84）", "纬度"), ("121.4737、-", "31.2304、-")),
        (("lng", "Latitude (WGS-84)"), ("121.4737\n—", "31.2304\n—")),
        (("点位纬度（CGCS2000）", "点位经度（CGCS2000）"), ("北纬31.2304°\n-", "东经121.4737°\n-")),
    ],
)
def test_longitude_and_latitude_are_read_from_two_columns(
    session: Session, clock: Clock, headings: tuple[str, str], cells: tuple[str, str]
) -> None:
    two = row(点位="秋实食堂、春华食堂")
    take(session, xlsx((*HEADINGS, *headings), (*two, *cells)), clock)
    assert stored(session) == {"秋实食堂": (31.2304, 121.4737)}
    session.flush()
    assert counts(look(session, export.workbook(session))) == (0, 0, 1, 0)
    made = take(session, xlsx((*HEADINGS, headings[0]), (*two, "")), clock)
    assert counts(made) == (0, 0, 1, 0)
    take(session, xlsx((*HEADINGS, *headings), (*two, "", "")), clock)
    session.flush()
    assert stored(session) == {}


def test_numbers_that_excel_keeps_as_numbers_are_degrees_too(session: Session, clock: Clock) -> None:
    where = ("经度（高德）", "纬度（高德）")
    take(session, xlsx((*HEADINGS, *where), (*PROJECT, 121.531542, 31.175304)), clock)
    assert stored(session)["秋实食堂"] == pytest.approx((31.1774276, 121.5272106), abs=2e-6)


@pytest.mark.parametrize(
    ("headings", "cells", "cell", "says"),
    [
        (("经度", "纬度"), (121.4737, 31.2304), "J2", "which system"),
        (("经度（WGS-84）", "纬度（GCJ-02）"), (121.4737, 31.2304), "J2", "which system"),
        (("经度（WGS-84）", "纬度"), (121.4737, ""), "J2", "belong together"),
        (("经度（WGS-84）", "纬度"), ("", 31.2304), "I2", "belong together"),
        (("经度（WGS-84）",), (121.4737,), "I2", "belong together"),
        (("经度（WGS-84）", "纬度"), ("路口", 31.2304), "I2", "“路口” is no number"),
        (("经度（WGS-84）", "纬度"), (121.4737, "-"), "J2", "“-” is no number"),
        (("经度（WGS-84）", "纬度"), (221.4737, 31.2304), "J2", "cannot be read"),
        (("经度（WGS-84）", "纬度"), ("121.1、121.2", "31.1、31.2"), "J2", "2 coordinates for 1 sites"),
    ],
)
def test_half_or_broken_degrees_are_refused_at_their_cell(
    session: Session, headings: tuple[str, ...], cells: tuple[object, ...], cell: str, says: str
) -> None:
    [refusal] = look(session, xlsx((*HEADINGS, *headings), (*PROJECT, *cells))).refusals
    assert says in str(refusal)
    assert refusal.cell.endswith(f"!{cell}")


def test_without_the_column_they_stay_and_an_empty_cell_takes_them_away(session: Session, clock: Clock) -> None:
    take(session, xlsx((*HEADINGS, "坐标（WGS-84）"), (*row(), "31.2304, 121.4737")), clock)
    take(session, xlsx(HEADINGS, row(状态="已办结")), clock)
    assert stored(session) == {"秋实食堂": (31.2304, 121.4737)}
    made = take(session, xlsx((*HEADINGS, "坐标（WGS-84）"), row(状态="已办结")), clock)
    session.flush()
    assert counts(made) == (0, 1, 0, 0)
    assert stored(session) == {}


@pytest.mark.parametrize(
    ("heading", "cell", "says"),
    [
        ("坐标", "31.2304, 121.4737", "which system"),
        ("坐标（WGS-84）", "秋实路口", "cannot be read"),
        ("坐标（WGS-84）", "31.1,121.1、31.2,121.2、31.3,121.3", "3 coordinates for 1 sites"),
    ],
)
def test_what_would_be_guessed_is_refused(session: Session, heading: str, cell: str, says: str) -> None:
    [refusal] = look(session, xlsx((*HEADINGS, heading), (*row(), cell))).refusals
    assert says in str(refusal)
    assert refusal.cell.endswith("!I2")


def test_the_office_notes_a_site_on_its_page(office: Browser, canteen: Project, session: Session) -> None:
    code = canteen.sites[0].codes[0].code
    page = office.open(f"/desk/sites/{code}").fill(coordinates="121.531542,31.175304", datum="gcj02")
    page.press("记下位置").sees("按 GCJ-02 填写，按 WGS-84 保存")
    assert page.page.select_one("[name=coordinates]")["value"] == "31.177428, 121.527211"
    page = office.open(f"/desk/sites/{code}").fill(coordinates="秋实路", datum="gcj02").press("记下位置")
    assert page.status == 422
    assert page.page.select_one("[name=coordinates]")["value"] == "秋实路"
    page = office.open(f"/desk/sites/{code}").fill(coordinates="").press("记下位置")
    assert page.page.select_one("[name=coordinates]")["value"] == ""
    assert session.scalars(select(AuditEntry.act)).all() == ["site_placed", "site_placed"]


def test_only_the_office_notes_it(sign_in: object, anybody: Browser, canteen: Project) -> None:
    code = canteen.sites[0].codes[0].code
    outsiders = [sign_in(role) for role in (Role.VIEWER, Role.INTERVIEWER)]  # type: ignore[operator]
    assert outsiders
    for person in outsiders:
        assert person.open(f"/desk/sites/{code}").page.select_one("[name=coordinates]") is None
    assert anybody.client.post(f"/desk/sites/{code}/position").status_code in (302, 303, 400, 401)
