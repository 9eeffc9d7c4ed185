"""The five lists with 50,000 projects and as many media reports: processor time of a page in every order."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench.pages import Timing, client_of, once
from survey import demo
from survey.app import create_app
from survey.database import Base, make_engine, writer
from survey.migrations import migrate
from survey.people.tables import Role
from survey.register.tables import Category, Department, Milestone, ProgressNote, Project, ProjectState
from survey.settings import Settings
from survey.watch import reports
from survey.watch.tables import MediaKind, MediaReport, Tone
from survey.web import list_kinds

ROWS = 50_000
SUBMISSIONS = 20_000
AT_ONCE = 5_000
AIM_MS = 300
SHOWN = 8


def lines(folder: Path) -> Iterator[str]:
    """The slowest orders of all lists, first page and one from the middle; and a whole workbook."""
    settings = Settings(data=folder)
    engine = make_engine(settings.database)
    migrate(engine)
    with writer(engine) as session:
        demo.load(session, datetime.now(UTC), projects=64, submissions=SUBMISSIONS)
        _fill(session)
        session.commit()
    client = client_of(create_app(settings), engine, Role.OFFICE)
    timed = sorted((_better(client, path) for path in _addresses()), key=lambda each: -each.processor)
    over = [each for each in timed if each.processor > AIM_MS]
    yield f"{'CPU ms':>7}  the five lists with {ROWS} rows in every order, the slowest first (aim: {AIM_MS} ms)"
    yield from (f"{each.processor:7.0f}  {each.path}" for each in timed[:SHOWN])
    yield f"{len(timed)} pages, {len(over)} over {AIM_MS} ms"
    yield from (_whole(once(client, path)) for path in ("/desk/lists/duty.xlsx", "/desk/watch/list.xlsx"))
    engine.dispose()


def _better(client: FlaskClient, path: str) -> Timing:
    """The better of two requests: the first one may still make something ready."""
    return min((once(client, path) for _ in range(2)), key=lambda each: each.processor)


def _whole(file: Timing) -> str:
    return f"{file.processor / 1000:7.1f} s CPU for all rows as a workbook of {file.bytes} bytes: {file.path}"


def _addresses() -> Iterator[str]:
    for kind, list_ in list_kinds.KINDS.items():
        for name in [column.sort for column in list_.columns]:
            yield from (f"/desk/lists/{kind}?sort={way}{name}&after={a}" for way in ("", "-") for a in ("", "X25000"))
    for name in reports.ORDERS:
        yield from (f"/desk/watch?sort={way}{name}&after={after}" for way in ("", "-") for after in ("", "25000"))


def _fill(session: Session) -> None:
    """As many projects and reports as the lists promise to hold, each with two milestones and a note."""
    categories, departments = (list(session.scalars(select(table.id))) for table in (Category, Department))
    now, first = datetime.now(UTC), 1 + max(session.scalars(select(Project.id)))

    def project(place: int) -> dict[str, Any]:
        return {
            "id": first + place,
            "number": f"X{place:05}",
            "name": f"项目{place * 7919 % ROWS}改造",
            "category_id": categories[place % len(categories)],
            "department_id": departments[place % len(departments)],
            "owner": f"责任人{place % 500}",
            "starts_on": date(2026, 1, 1) + timedelta(days=place % 200),
            "due_on": date(2026, 6, 1) + timedelta(days=place % 400) if place % 9 else None,
            "state": list(ProjectState)[place % 4],
            "created_at": now,
            "changed_at": now,
        }

    def milestone(place: int) -> dict[str, Any]:
        due_on = date(2026, 3, 1) + timedelta(days=place % 300)
        return {
            "project_id": first + place // 2,
            "name": "节点",
            "due_on": due_on,
            "done_on": due_on if place % 3 else None,
        }

    def note(place: int) -> dict[str, Any]:
        at = now - timedelta(days=place % 60)
        return {"project_id": first + place, "at": at, "who": "林远", "on_schedule": True, "text": "推进中"}

    def report(place: int) -> dict[str, Any]:
        return {
            "outlet": f"媒体{place % 90}",
            "kind": list(MediaKind)[place % 4],
            "published_on": date(2025, 1, 1) + timedelta(days=place % 690),
            "title": f"报道{place}",
            "tone": list(Tone)[place % 3],
            "suggestion": "改" if place % 5 == 0 else "",
            "action": "已改" if place % 10 == 0 else "",
            "project_id": first + place if place % 2 else None,
            "logged_by": "陈静",
            "logged_at": now,
        }

    tables: tuple[tuple[type[Base], Any, int], ...] = (
        (Project, project, ROWS),
        (Milestone, milestone, 2 * ROWS),
        (ProgressNote, note, ROWS),
        (MediaReport, report, ROWS),
    )
    for table, make, count in tables:
        for begin in range(0, count, AT_ONCE):
            session.execute(insert(table), [make(place) for place in range(begin, min(count, begin + AT_ONCE))])
