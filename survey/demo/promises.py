"""The demo's register: 64 projects adapted from what districts publish, and as many variations as are asked for."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from survey.demo import places
from survey.demo.people import SPONSORS
from survey.register import codes, positions
from survey.register.positions import Given
from survey.register.tables import Category, Datum, Department, District, Project, ProjectState, Site
from survey.settings import DISTRICT_TIME

ROWS_OF = 2026
"""The year in which the rows of projects.csv were written."""
STATES = {
    "未启动": ProjectState.NOT_STARTED,
    "推进中": ProjectState.UNDER_WAY,
    "滞后": ProjectState.LATE,
    "已办结": ProjectState.COMPLETED,
}
BATCHES = ("建成一批", "提升一批", "整治一批", "保障一批", "服务一批", "化解一批")
ORIGINS = ("群众共性需求和普遍性问题", "制约发展的瓶颈问题", "长期未解决的民生难题")
STREETS = ("春华街道", "秋实街道", "和平街道", "新城街道", "滨河街道", "长青街道", "建设街道")
MORE_SITES = 2
"""Sites beside the first where a row says that there are several."""

Row = dict[str, str]


def add_register(session: Session, count: int, now: datetime) -> list[Project]:
    """Add the district and its projects, each with its sites and their codes; dates move to the year of `now`."""
    session.add(District(id=1, name="晨光区", name_en="Chenguang District", complaint_line="12345"))
    rows = list(_rows(count))
    categories = {name: Category(name=name) for name in dict.fromkeys(row["category"] for row in rows)}
    departments = {
        name: Department(name=name, code=f"D{place:02}")
        for place, name in enumerate(dict.fromkeys(row["department"] for row in rows), 1)
    }
    projects = [_project(row, place, now) for place, row in enumerate(rows)]
    for project, row in zip(projects, rows, strict=True):
        project.category, project.department = categories[row["category"]], departments[row["department"]]
        for position, (name, address) in enumerate(_sites(row)):
            site = Site(project=project, name=name, address=address, position=position)
            if at := places.where(name, address):
                positions.put(site, Given(at, Datum.WGS84))
            codes.issue(session, site, now)
    session.add_all(projects)
    session.flush()
    return projects


def _rows(count: int) -> Iterator[Row]:
    """The rows of the file, then the same again as second, third … batch under numbers of their own."""
    with (Path(__file__).parent / "projects.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for place in range(count):
        row, batch = rows[place % len(rows)], place // len(rows) + 1
        suffix = f"（第{batch}批）" if batch > 1 else ""
        yield row | {"number": f"SS-{ROWS_OF}-{place + 1:03}", "name": row["name"] + suffix}


def _project(row: Row, place: int, now: datetime) -> Project:
    later = now.astimezone(DISTRICT_TIME).year - ROWS_OF
    return Project(
        number=row["number"],
        name=row["name"],
        batch=BATCHES[place % len(BATCHES)],
        origin=ORIGINS[place % len(ORIGINS)],
        beneficiary_group=row["beneficiary_group"],
        sponsor=SPONSORS[place % len(SPONSORS)],
        owner=f"{row['department']}{row['responsible_person_title']}",
        target=row["target"],
        starts_on=_moved(row["start_date"], later),
        due_on=_moved(row["due_date"], later),
        state=STATES[row["status"]],
        created_at=now,
        changed_at=now,
    )


def _moved(day: str, years: int) -> date:
    """A day of the file moved by whole years; none of them is a 29 February."""
    plain = date.fromisoformat(day)
    return plain.replace(year=plain.year + years)


def _sites(row: Row) -> list[tuple[str, str]]:
    """The row's site, and where it says 等 (and others) the same kind of site in other streets."""
    name, address = row["site_name"], row["address"]
    street = next((street for street in STREETS if name.startswith(street)), None)
    if street is None or "等" not in name:
        return [(name, address)]
    plain = name.partition("等")[0]
    others = [other for other in STREETS if other != street][:MORE_SITES]
    return [(plain, address)] + [(plain.replace(street, other), address.replace(street, other)) for other in others]
