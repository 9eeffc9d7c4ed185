"""Whether a department could tell from how long its pages take that an unannounced visit to it is planned.

Three copies of a demo district: as it is, as it is once more, and with a planned visit that two of its panel have
scored. Each page is asked of all three by turns, in an order drawn anew each time; the second copy says how far two
alike differ by chance.
"""

import random
import shutil
import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient
from scipy.stats import mannwhitneyu
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench.pages import client_of
from survey import demo
from survey.app import create_app
from survey.collect.tables import Channel, Period, Submission, VisitKind
from survey.database import make_engine, writer
from survey.migrations import migrate
from survey.people.tables import Account, Deputy, Role
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Department, Project, Site
from survey.settings import DISTRICT_TIME, Settings
from survey.visits import visits
from survey.visits.tables import VisitSheet
from survey.visits.visits import Plan

COPIES = ("as it is", "as it is, once more", "with a planned visit")
PANEL, SCORED = 3, 2


def lines(folder: Path, times: int) -> Iterator[str]:
    """For every page: medians of processor time, their ratio, and the two-sided p of Mann and Whitney's test."""
    first = folder / "0"
    first.mkdir()
    engine = make_engine(Settings(data=first).database)
    migrate(engine)
    with writer(engine) as session:
        demo.load(session, datetime.now(UTC))
        session.commit()
    engine.dispose()
    for name in ("1", "2"):
        shutil.copytree(first, folder / name)
    number = _plan(folder / "2")
    clients = [_client(folder / name) for name in ("0", "1", "2")]
    yield f"{times} requests each, by turns; ms of processor: {', '.join(COPIES)}"
    yield f"{'':>7} {'':>7} {'':>7}  {'alike: ratio':>12} {'p':>6}  {'planned: ratio':>14} {'p':>6}"
    for path in (
        "/department",
        "/department/findings",
        "/department/visits",
        f"/department/projects/{number}",
        f"/department/projects/{number}/card",
        f"/projects/{number}",
    ):
        yield _compare(clients, path, times)


def _plan(folder: Path) -> str:
    """Plan an unannounced visit to a project of the demo's department, with two sealed sheets; gives its number."""
    engine, now = make_engine(Settings(data=folder).database), datetime.now(UTC)
    with writer(engine) as session:
        department = session.scalar(
            select(Account.department).where(Account.role == Role.DEPARTMENT).order_by(Account.id)
        )
        site = session.scalars(
            select(Site).join(Project).join(Department).where(Department.name == department).order_by(Site.id)
        ).first()
        assert site is not None
        deputies = list(session.scalars(select(Deputy.id).order_by(Deputy.id).limit(PANEL)))
        today = now.astimezone(DISTRICT_TIME).date()
        wanted = Plan(VisitKind.UNANNOUNCED, today, today + timedelta(days=3), [site.id], deputies, "")
        visit = visits.plan(session, wanted, "bench", now)
        for deputy_id in deputies[:SCORED]:
            _score(session, site, deputy_id, visit.id, now)
        number = session.get_one(Project, site.project_id).number
        session.commit()
    engine.dispose()
    return number


def _score(session: Session, site: Site, deputy_id: int, visit_id: int, now: datetime) -> None:
    sheet = Submission(
        project_id=site.project_id,
        id=uuid.uuid4(),
        site_id=site.id,
        period_id=session.scalars(select(Period.id).order_by(Period.id.desc())).first(),
        version_id=session.scalars(select(Version.id).where(Version.audience == Audience.DEPUTY)).first(),
        audience=Audience.DEPUTY,
        channel=Channel.SITE,
        language="zh",
        answers={},
        content_hash="0" * 64,
        receipt=uuid.uuid4().hex[:10].upper(),
        received_at=now,
        deputy_id=deputy_id,
        visit_kind=VisitKind.UNANNOUNCED,
        score=70.0,
    )
    session.add(sheet)
    session.flush()
    session.add(VisitSheet(project_id=site.project_id, submission_id=sheet.id, visit_id=visit_id))


def _client(folder: Path) -> FlaskClient:
    settings = Settings(data=folder)
    return client_of(create_app(settings), make_engine(settings.database), Role.DEPARTMENT)


def _compare(clients: list[FlaskClient], path: str, times: int) -> str:
    taken: list[list[float]] = [[] for _ in clients]
    for client in clients:
        assert client.get(path).status_code == 200, path
    for _ in range(times):
        for place in random.sample(range(len(clients)), len(clients)):
            began = time.thread_time()
            clients[place].get(path)
            taken[place].append(1000 * (time.thread_time() - began))
    medians = [statistics.median(each) for each in taken]
    told = [(medians[k] / medians[0], mannwhitneyu(taken[0], taken[k]).pvalue) for k in (1, 2)]
    alike, planned = (f"{ratio:{width}.3f} {p:6.2f}" for (ratio, p), width in zip(told, (12, 14), strict=True))
    return f"{medians[0]:7.2f} {medians[1]:7.2f} {medians[2]:7.2f}  {alike}  {planned}  {path}"
