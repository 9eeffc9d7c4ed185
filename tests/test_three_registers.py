"""One register as three offices send it: clean, as a dirty workbook, and as CSV in GB18030."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.cli.context import Deployment
from survey.cli.spreadsheets import export_projects, import_projects
from survey.people import audit
from survey.people.tables import AuditEntry
from survey.register.spreadsheet import stored
from survey.register.spreadsheet.columns import Column
from survey.register.tables import Category, Department, Project, Site, SiteCode
from survey.settings import Settings

DATA = Path(__file__).parent / "data"
FILES = ("register.csv", "register_dirty.xlsx", "register_gb18030.csv")
COMPARED = (
    Column.NUMBER, Column.NAME, Column.CATEGORY, Column.DEPARTMENT, Column.TARGET, Column.STARTS_ON, Column.DUE_ON,
    Column.STATE, Column.OWNER, Column.BENEFICIARY_GROUP,
)  # fmt: skip


@pytest.fixture
def deployment(settings: Settings) -> Iterator[Deployment]:
    deployment = Deployment(settings)
    yield deployment
    deployment.engine.dispose()


def run(deployment: Deployment, *words: str) -> Result:
    return CliRunner().invoke(import_projects, list(words), obj=deployment)


def told(deployment: Deployment, name: str, *options: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(run(deployment, str(DATA / name), "--json", *options).stdout)
    return answer


@pytest.mark.parametrize("name", FILES)
def test_each_brings_64_projects_and_again_nothing(deployment: Deployment, session: Session, name: str) -> None:
    none: dict[str, object] = {"new": 0, "changed": 0, "unchanged": 0, "refused": 0, "refusals": []}
    assert told(deployment, name) == none | {"new": 64}
    assert told(deployment, name) == none | {"unchanged": 64}
    assert session.scalar(select(func.count()).select_from(Project)) == 64
    assert session.scalar(select(func.count()).select_from(Department)) == 24
    assert session.scalar(select(func.count()).select_from(Category)) == 25


@pytest.mark.parametrize("name", FILES[1:])
def test_all_three_are_the_same_projects(deployment: Deployment, session: Session, name: str) -> None:
    told(deployment, FILES[0])
    clean = projects(session)
    told(deployment, name)
    assert len(clean) == 64
    assert projects(session) == clean
    assert told(deployment, FILES[0])["new"] == 0


def projects(session: Session) -> dict[str, list[object]]:
    found = stored.register(session)
    session.rollback()
    return {number: [project.values[column] for column in COMPARED] for number, project in found.items()}


def test_every_site_gets_a_living_code(deployment: Deployment, session: Session) -> None:
    told(deployment, "register_dirty.xlsx")
    assert session.scalar(select(func.count()).select_from(Site)) == 64 + 7 * 2
    living = select(func.count(SiteCode.site_id.distinct())).where(SiteCode.revoked_at.is_(None))
    assert session.scalar(living) == 64 + 7 * 2


def test_a_dry_run_writes_nothing(deployment: Deployment, session: Session) -> None:
    assert told(deployment, FILES[0], "--dry-run")["new"] == 64
    assert session.scalar(select(func.count()).select_from(Project)) == 0


def test_a_refused_row_stops_everything_with_status_1(deployment: Deployment, session: Session, tmp_path: Path) -> None:
    broken = (DATA / FILES[0]).read_text("utf-8-sig").replace("2026-12-15", "年前")
    (tmp_path / "broken.csv").write_text(broken, "utf-8")
    answer = run(deployment, str(tmp_path / "broken.csv"))
    assert answer.exit_code == 1
    assert "2 refused" in answer.stdout
    assert "K29: “年前” is no date we can read." in answer.stdout
    assert session.scalar(select(func.count()).select_from(Project)) == 0


def test_an_import_stands_in_the_audit_log(deployment: Deployment, session: Session) -> None:
    told(deployment, FILES[0])
    told(deployment, FILES[0])
    (entry,) = session.scalars(select(AuditEntry))
    assert (entry.actor, entry.act, entry.subject) == ("command line", "register_imported", FILES[0])
    assert (entry.detail["new"], entry.detail["changed"]) == (64, 0)
    assert audit.verify(session) is None


def test_the_exported_register_comes_back_unchanged(deployment: Deployment, tmp_path: Path) -> None:
    told(deployment, "register_dirty.xlsx")
    answer = CliRunner().invoke(export_projects, ["-o", str(tmp_path / "register.xlsx")], obj=deployment)
    assert answer.exit_code == 0
    again = json.loads(run(deployment, str(tmp_path / "register.xlsx"), "--json").stdout)
    assert (again["unchanged"], again["changed"], again["new"]) == (64, 0, 0)
