"""The demo's media reports, every one of them and their outlets invented."""

import csv
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from survey.register.tables import Project
from survey.settings import DISTRICT_TIME
from survey.watch import reports
from survey.watch.tables import MediaKind, MediaReport, Tone


def add(session: Session, projects: Sequence[Project], now: datetime) -> None:
    """Log the reports of media.csv, most about the first project of their kind; the links lead to a reserved domain."""
    with (Path(__file__).parent / "media.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for place, row in enumerate(rows):
        at = now - timedelta(days=int(row["days"]))
        report = MediaReport(
            outlet=row["outlet"],
            kind=MediaKind(row["kind"]),
            published_on=at.astimezone(DISTRICT_TIME).date(),
            title=row["title"],
            link=f"https://news.example.com/{place + 1}",
            tone=Tone(row["tone"]),
            suggestion=row["suggestion"],
            project_id=next(
                (project.id for project in projects if row["about"] and row["about"] in project.name), None
            ),
            logged_by="专班办公室",
            logged_at=at,
        )
        reports.log(session, report)
        if row["action"]:
            reports.act(report, row["action"], who="专班办公室", now=at + timedelta(days=2))
