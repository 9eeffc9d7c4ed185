"""How long every page of the desk, the departments and the public takes on a district of the report's scale."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from survey import demo
from survey.app import create_app
from survey.collect.tables import Event, Submission
from survey.database import make_engine, reader, writer
from survey.migrations import migrate
from survey.people import sessions
from survey.people.tables import Account, Deputy, Role
from survey.questionnaires.tables import Version
from survey.register.meeting_tables import Meeting
from survey.register.tables import Project, Proposal, Site, SiteCode
from survey.rounds import callbacks
from survey.rounds.hearing_tables import Hearing
from survey.rounds.tables import Finding
from survey.scorecards.tables import Flag
from survey.settings import Settings
from survey.visits.tables import Draw, Visit
from survey.watch.tables import MediaReport
from survey.web.permissions import ANYONE, PERMISSIONS

PROJECTS, SUBMISSIONS = 342, 200_000
AIM_MS = 300
TIMES = 5
SHOWN = 25
BEGINS = ("/desk", "/department", "/account", "/projects", "/complain", "/c", "/sign-in")
KINDS = {"desk_five": ("plan", "duty", "voice", "review"), "desk_names": ("category", "department")}
"""What the argument `kind` of a room's addresses may be."""
FILES = (".pdf", ".xlsx", ".csv", ".png", ".svg", ".zip", "/download")
"""What is made to be kept may take longer than a page; it is measured once and told apart."""


@dataclass(frozen=True)
class Timing:
    """Milliseconds of the wall's clock and of the processor; on a busy machine the first is longer."""

    path: str
    milliseconds: float
    processor: float
    bytes: int
    status: int = 200


def lines(folder: Path) -> Iterator[str]:
    """A table, the slowest page first, and what was made to be kept."""
    settings = Settings(data=folder)
    engine = make_engine(settings.database)
    migrate(engine)
    began = time.perf_counter()
    with writer(engine) as session:
        if demo.is_empty(session):
            demo.load(session, datetime.now(UTC), projects=PROJECTS, submissions=SUBMISSIONS)
            session.commit()
            yield f"made {PROJECTS} projects and {SUBMISSIONS} submissions in {time.perf_counter() - began:.0f} s"
    app = create_app(settings)
    opened = list(addresses(app, engine))
    pages = sorted(timings(app, engine, [(r, a) for r, a in opened if not a.endswith(FILES)], TIMES), key=_slowest)
    files = sorted(timings(app, engine, [(r, a) for r, a in opened if a.endswith(FILES)], 1), key=_slowest)
    over = [page for page in pages if page.milliseconds > AIM_MS]
    yield f"{'ms':>7} {'CPU':>6} {'bytes':>9}  page, the slowest first (median of {TIMES}; aim: {AIM_MS} ms)"
    yield from (_line(each) for each in pages[:SHOWN])
    median = statistics.median(page.milliseconds for page in pages)
    yield f"{len(pages)} pages, median {median:.0f} ms, {len(over)} over {AIM_MS} ms"
    yield f"{'ms':>7} {'CPU':>6} {'bytes':>9}  files, made to be kept (once)"
    yield from (_line(each) for each in files[:8])
    engine.dispose()


def _slowest(timing: Timing) -> float:
    return -timing.milliseconds


def _line(timing: Timing) -> str:
    return f"{timing.milliseconds:7.0f} {timing.processor:6.0f} {timing.bytes:9}  {timing.path}"


def timings(app: Flask, engine: Engine, opened: list[tuple[Role | None, str]], times: int) -> Iterator[Timing]:
    """The median wall time of each address that answers 200; the first time is left out of several."""
    for role, path in opened:
        client = client_of(app, engine, role)
        taken = [once(client, path) for _ in range(times + (times > 1))]
        if all(each.status == 200 for each in taken):
            kept = taken[1:] or taken
            wall, processor = ([getattr(each, name) for each in kept] for name in ("milliseconds", "processor"))
            yield Timing(path, statistics.median(wall), statistics.median(processor), kept[0].bytes)


def once(client: FlaskClient, path: str) -> Timing:
    """One request."""
    wall, processor = time.perf_counter(), time.thread_time()
    answer = client.get(path)
    size = len(answer.data)
    taken = 1000 * (time.perf_counter() - wall), 1000 * (time.thread_time() - processor)
    return Timing(path, *taken, size, answer.status_code)


def client_of(app: Flask, engine: Engine, role: Role | None) -> FlaskClient:
    client = app.test_client()
    if role is not None:
        with writer(engine) as session:
            account = session.scalars(select(Account).where(Account.role == role).order_by(Account.id)).first()
            assert account is not None
            client.set_cookie(
                "staff", sessions.open_for_account(session, account, agent="bench", now=datetime.now(UTC))
            )
            session.commit()
    return client


def addresses(app: Flask, engine: Engine) -> Iterator[tuple[Role | None, str]]:
    """Every GET of the URL map that the demo's accounts or anybody may open, so that no page can be forgotten."""
    with reader(engine) as session:
        values = _values(session)
    for rule in app.url_map.iter_rules():
        allowed = PERMISSIONS.get(rule.endpoint, frozenset())
        role = next((role for role in (Role.OFFICE, Role.DEPARTMENT) if role in allowed), None)
        if "GET" not in (rule.methods or ()) or not rule.rule.startswith(BEGINS) or not (role or allowed is ANYONE):
            continue
        for kind in KINDS.get(rule.endpoint.partition(".")[0], ()) if "kind" in rule.arguments else ("",):
            if (made := _address(app, rule, {**values, **values.get(role, {}), "kind": kind})) is not None:
                yield role, made


def _address(app: Flask, rule: Rule, values: dict[object, object]) -> str | None:
    """The address of a rule; None when the demo has nothing that it could show."""
    room = rule.endpoint.partition(".")[0]
    filled = {name: values.get((room, name), values.get(name)) for name in rule.arguments}
    if None in filled.values():
        return None
    with app.test_request_context():
        return str(app.url_map.bind("").build(rule.endpoint, filled, force_external=False))


def _values(session: Session) -> dict[object, object]:
    """What stands for the arguments of addresses: the project with most answers, and something of every kind."""
    department = session.scalar(select(Account.department).where(Account.role == Role.DEPARTMENT).order_by(Account.id))
    busiest = (
        select(Project.number)
        .outerjoin(Submission, Submission.project_id == Project.id)
        .join(Project.department)
        .group_by(Project.number)
        .order_by(func.count(Submission.id).desc())
    )
    number = session.scalars(busiest).first()
    ours = session.scalars(busiest.where(Project.department.has(name=department))).first()
    code = select(SiteCode.code).join(Site).join(Project).where(SiteCode.revoked_at.is_(None))
    finding = session.scalars(select(Finding.code).order_by(Finding.id)).first()
    theirs = select(Finding.code).where(Finding.department.has(name=department)).order_by(Finding.id)
    office = session.scalars(select(Account).where(Account.role == Role.OFFICE).order_by(Account.id)).first()
    calls = callbacks.waiting(session, office) if office else []
    return {
        "number": number,
        ("desk_callbacks", "code"): calls[0].finding.code if calls else None,
        "code": session.scalars(code.where(Project.number == number)).first(),
        ("desk_findings", "code"): finding,
        ("department_findings", "code"): session.scalars(theirs).first(),
        ("desk_events", "code"): session.scalars(select(Event.code)).first(),
        ("desk_visits", "code"): session.scalars(select(Visit.code)).first(),
        ("desk_draws", "code"): session.scalars(select(Draw.code)).first(),
        ("desk_deputies", "number"): session.scalars(select(Deputy.number)).first(),
        "flag_id": session.scalars(select(Flag.id)).first(),
        "meeting_id": session.scalars(select(Meeting.id)).first(),
        "ending": "csv",
        "version_id": session.scalars(select(Version.id).order_by(Version.id)).first(),
        "hearing_id": session.scalars(select(Hearing.id)).first(),
        "report_id": session.scalars(select(MediaReport.id)).first(),
        "proposal_id": session.scalars(select(Proposal.id)).first(),
        "account_id": session.scalars(select(Account.id)).first(),
        Role.DEPARTMENT: {"number": ours},
    }
