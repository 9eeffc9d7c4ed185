"""The daily command on a demo district, and on the same with thousands of open findings, in seconds of processor."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from survey import demo
from survey.database import make_engine, writer
from survey.migrations import migrate
from survey.register.tables import Site
from survey.rounds import findings, moves
from survey.rounds.moves import Deed
from survey.rounds.tables import Act, By, Finding, Origin
from survey.settings import DISTRICT_TIME, Settings

FINDINGS = 5000
DAYS = 60
"""Over how many days they were raised, so that some are late, some due this week and some later."""


def lines(folder: Path) -> Iterator[str]:
    """Seconds of processor and of the clock that `survey daily` takes, twice with and once without the findings."""
    engine = make_engine(Settings(data=folder).database)
    migrate(engine)
    now = datetime.now(UTC)
    with writer(engine) as session:
        demo.load(session, now)
        session.commit()
    yield from (_run(folder, words) for words in ("the demo district, first run", "the demo district, second run"))
    began = time.perf_counter()
    with writer(engine) as session:
        for number in range(FINDINGS):
            _open(session, number, now - timedelta(days=number % DAYS))
        session.commit()
    yield f"made {FINDINGS} open findings in {time.perf_counter() - began:.0f} s"
    yield from (_run(folder, f"with {FINDINGS} open findings, {words} run") for words in ("first", "second"))
    engine.dispose()


def _open(session: Session, number: int, at: datetime) -> None:
    """Raise a finding, send it to the department of its project and let that accept it."""
    sites = _sites(session)
    site = sites[number % len(sites)]
    finding = Finding(project_id=site.project_id, site_id=site.id, origin=Origin.RESIDENT, text="路灯不亮")
    assert findings.raise_(session, finding, Deed(Act.RAISE, By.OFFICE, "bench"), at)
    for deed in (
        Deed(Act.DISPATCH, By.OFFICE, "bench", department_id=site.project.department_id),
        Deed(Act.ACCEPT, By.DEPARTMENT, "bench"),
    ):
        moves.perform(session, finding, deed, at, at.astimezone(DISTRICT_TIME).date())


def _sites(session: Session) -> list[Site]:
    """The first site of every project, looked up once."""
    if "sites" not in session.info:
        found = session.scalars(select(Site).options(joinedload(Site.project)).order_by(Site.id))
        session.info["sites"] = list({site.project_id: site for site in found}.values())
    return list(session.info["sites"])


def _run(folder: Path, words: str) -> str:
    settings = {"SURVEY_DATA": str(folder), "DATABASE_URL": "", "SURVEY_NOTICES": ""}
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "survey", "daily"], env=os.environ | settings, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    lasted = time.perf_counter() - began
    return f"survey daily: {spent:5.1f} s CPU, {lasted:5.1f} s, {len(done.stdout.splitlines()):3} lines  {words}"
