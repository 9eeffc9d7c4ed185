"""The demo district: an invented register, so that every page shows something true to life."""

import csv
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import periods
from survey.register import codes
from survey.register.tables import Category, Department, District, Project, ProjectState, Site, SiteCode

STATES = {
    "未启动": ProjectState.NOT_STARTED,
    "推进中": ProjectState.UNDER_WAY,
    "滞后": ProjectState.LATE,
    "已办结": ProjectState.COMPLETED,
}


def load_when_empty(session: Session, now: datetime) -> str | None:
    """Load 64 projects with a site each into an empty database; gives one site's code, also when they were there."""
    if session.scalar(select(Project.id).limit(1)) is None:
        _load(session, now)
    return session.scalar(
        select(SiteCode.code).where(SiteCode.revoked_at.is_(None)).order_by(SiteCode.issued_at).limit(1)
    )


def _load(session: Session, now: datetime) -> None:
    session.add(District(id=1, name="晨光区", name_en="Chenguang District", complaint_line="12345"))
    periods.open_period(session, str(now.year), date(now.year, 1, 1), date(now.year, 12, 31))
    with (Path(__file__).parent / "projects.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    categories = {name: Category(name=name) for name in dict.fromkeys(row["category"] for row in rows)}
    departments = {name: Department(name=name) for name in dict.fromkeys(row["department"] for row in rows)}
    for row in rows:
        project = Project(
            number=row["number"],
            name=row["name"],
            category=categories[row["category"]],
            department=departments[row["department"]],
            beneficiary_group=row["beneficiary_group"],
            owner=row["responsible_person_title"],
            target=row["target"],
            starts_on=date.fromisoformat(row["start_date"]),
            due_on=date.fromisoformat(row["due_date"]),
            state=STATES[row["status"]],
            created_at=now,
            changed_at=now,
        )
        codes.issue(session, Site(project=project, name=row["site_name"], address=row["address"]), now)
    session.flush()
