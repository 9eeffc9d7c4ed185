"""What a scorecard costs in a large district: 342 projects, 1,368 sheets, a million residents' answers."""

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import numpy as np
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench.databases import Database
from simulation.district import World, draw
from survey import demo
from survey.app import create_app
from survey.collect.periods import current
from survey.collect.tables import Channel, Period, Submission, Tally, VisitKind
from survey.database import make_engine, reader, writer
from survey.migrations import migrate
from survey.people import sessions
from survey.people.tables import Account, Body, Deputy
from survey.printing import scorecards as paper
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Project, Site
from survey.scorecards import cards, district, fair, index_weights, publication
from survey.scorecards.model import to_document
from survey.settings import Settings
from survey.web import card_print
from survey.web.language import translated

PROJECTS, DAYS, A_DAY = 342, 150, 20
"""20 answers a project and day make a million in 150 days."""
QUESTIONS = ("overall", "aware", "benefited", "quality", "convenience", "attitude", "upkeep", "open")
SHARES = np.array([0.02, 0.05, 0.18, 0.40, 0.35])
SHEETS = 1368
TIMES = 15


def lines(database: Database) -> Iterator[str]:
    """One line for the fit, one for a card in the server, one for the district's list."""
    settings = Settings(data=database.folder, database_url=database.url and database.address)
    engine = make_engine(settings.database)
    migrate(engine)
    now = datetime.now(UTC)
    with writer(engine) as session:
        demo.load(session, now, projects=PROJECTS, submissions=1000)
        _fill(session, current(session, now.date()), now)
        account = session.scalars(select(Account)).first()
        assert account is not None
        secret = sessions.open_for_account(session, account, agent="bench", now=now)
        number = session.scalars(select(Project.number)).first()
        session.commit()
    client = create_app(settings, CLOCK=lambda: now).test_client()
    client.set_cookie("staff", secret)
    sheets = draw(World(occasions=(1, 1, 1, 1)), 1).sheets
    yield f"{database.name:<12}fit of {len(sheets)} sheets: {_milliseconds(lambda: fair.fit(sheets)):.0f} ms of CPU"
    pages = {
        "a card": f"/desk/projects/{number}/card",
        "the list": "/desk/scorecards",
        "coverage of visits": "/desk/scorecards/coverage",
    }
    for words, path in pages.items():
        yield f"{database.name:<12}{words} in the server: {_milliseconds(lambda p=path: _get(client, p)):.0f} ms of CPU"
    with writer(engine) as session:
        weights = {"residents": 60, "deputies": 30, "milestones": 5, "findings": 5}
        index_weights.set_weights(session, weights, "bench", "bench", now)
        session.commit()
    card = pages["a card"]
    yield f"{database.name:<12}a card with the index: {_milliseconds(lambda: _get(client, card)):.0f} ms of CPU"
    yield f"{database.name:<12}all {PROJECTS} cards as PDF: {_booklet(settings, now):.1f} s of CPU"
    engine.dispose()


def _booklet(settings: Settings, now: datetime) -> float:
    """CPU seconds of drawing up, wording and setting every card of the district."""
    engine, before = make_engine(settings.database), time.process_time()
    with reader(engine) as session:
        background = district.background(session, current(session, now.date()))
        drawn = [cards.of_project(session, project, now, background) for project in publication.projects_of(session)]
        say = translated("zh")
        pages = [card_print.page(to_document(card), say, "zh") for card in drawn]
        paper.pdf(pages, "bench", "zh")
    engine.dispose()
    return time.process_time() - before


def _get(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


def _milliseconds(act: Callable[[], object]) -> float:
    """The median CPU time of an act, the first time left out."""
    act()
    taken = []
    for _ in range(TIMES):
        before = time.process_time()
        act()
        taken.append((time.process_time() - before) * 1000)
    return statistics.median(taken)


def _fill(session: Session, period: Period, now: datetime) -> None:
    random = np.random.default_rng(1)
    projects = list(session.scalars(select(Project).order_by(Project.id)))
    first = max(period.opens_on, now.date() - timedelta(days=DAYS))
    for project in projects:
        session.execute(insert(Tally), _tallies(random, project.id, first))
    deputies = [Deputy(number=f"B{n}", name=f"代表{n}", body=Body.CONGRESS, created_at=now) for n in range(120)]
    session.add_all(deputies)
    session.flush()
    version = session.scalars(select(Version).where(Version.audience == Audience.DEPUTY)).first()
    assert version is not None
    sites = {site.project_id: site.id for site in session.scalars(select(Site))}
    columns = {"period_id": period.id, "version_id": version.id, "answers": {}, "content_hash": "0" * 64}
    session.execute(
        insert(Submission),
        [
            columns
            | {
                "project_id": projects[n % PROJECTS].id,
                "id": UUID(int=random.integers(2**62).item() << 64 | n, version=4),
                "site_id": sites[projects[n % PROJECTS].id],
                "audience": Audience.DEPUTY,
                "channel": Channel.SITE,
                "language": "zh",
                "receipt": f"B{n:09}",
                "received_at": now - timedelta(days=int(random.integers(1, DAYS))),
                "deputy_id": deputies[int(random.integers(120))].id,
                "visit_kind": VisitKind.ANNOUNCED if n % 2 else VisitKind.UNANNOUNCED,
                "score": float(np.clip(random.normal(85, 7), 0, 100)),
            }
            for n in range(SHEETS)
        ],
    )


def _tallies(random: np.random.Generator, project_id: int, first: date) -> list[dict[str, object]]:
    """A project's counts, a day and question at a time, through one channel that the demo does not use."""
    counts = random.multinomial(A_DAY, SHARES, (DAYS, len(QUESTIONS)))
    return [
        {
            "project_id": project_id,
            "channel": "bench",
            "question": question,
            "option": str(grade + 1),
            "day": first + timedelta(days=day),
            "count": int(counts[day, place, grade]),
        }
        for day in range(DAYS)
        for place, question in enumerate(QUESTIONS)
        for grade in range(5)
        if counts[day, place, grade]
    ]
