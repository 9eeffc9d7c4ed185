"""What the results page of a questionnaire costs after a million submissions, whole and with every filter."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session, joinedload

from bench.pages import client_of, once
from survey import demo
from survey.app import create_app
from survey.collect.periods import current
from survey.collect.tables import Channel, Submission, Tally
from survey.database import make_engine, writer
from survey.migrations import migrate
from survey.people.tables import Role
from survey.questionnaires import catalogue, versions
from survey.questionnaires.tables import Audience, Version
from survey.register.tables import Project, Site
from survey.settings import Settings

PROJECTS, SUBMISSIONS, DAYS = 64, 1_000_000, 150
CHANNELS = (Channel.SITE, Channel.EVENT, Channel.PAPER)
AIM_MS = 1000
COMMENT_EVERY, COMMENT = 40, "路灯还是不亮，晚上走路看不清。"


def lines(folder: Path) -> Iterator[str]:
    """Processor time of the page without a filter, and with each."""
    settings = Settings(data=folder)
    engine = make_engine(settings.database)
    migrate(engine)
    now = datetime.now(UTC)
    with writer(engine) as session:
        demo.load(session, now, projects=PROJECTS, submissions=1000)
        version = versions.published(session, "resident/core")
        assert version is not None
        tallies = _fill(session, version, current(session, now.date()).id, now)
        both = select(Project).options(joinedload(Project.department), joinedload(Project.category))
        project = session.scalars(both.order_by(Project.id).execution_options(populate_existing=True)).first()
        assert project is not None
        version_id = version.id
        filters = {
            "no filter": "",
            "a project": f"project={project.number}",
            "a department": f"department={project.department.name}",
            "a category": f"category={project.category.name}",
            "a channel": f"channel={Channel.SITE}",
            "30 days": f"first_on={now.date() - timedelta(days=60)}&last_on={now.date() - timedelta(days=31)}",
        }
        session.commit()
    client = client_of(create_app(settings), engine, Role.OFFICE)
    told = f"results of {SUBMISSIONS} submissions and {tallies} counts in {PROJECTS} projects (aim: {AIM_MS} ms)"
    yield f"{'CPU ms':>7}  {told}"
    for words, query in filters.items():
        path = f"/desk/questionnaires/{version_id}/results?{query}"
        taken = min((once(client, path) for _ in range(3)), key=lambda each: each.processor)
        assert taken.status == 200
        yield f"{taken.processor:7.0f}  {words}"
    engine.dispose()


def _fill(session: Session, version: Version, period_id: int, now: datetime) -> int:
    """Submissions of every project with their counts; gives how many counts there are."""
    random = np.random.default_rng(1)
    session.execute(delete(Tally).where(Tally.version_id == version.id))
    sites = {site.project_id: site.id for site in session.scalars(select(Site).order_by(Site.id.desc()))}
    questions = [q for q in catalogue.questionnaire_of(version).questions if q.type == "select_one"]
    same = {
        "period_id": period_id,
        "version_id": version.id,
        "audience": Audience.RESIDENT,
        "language": "zh",
        "content_hash": "0" * 64,
    }
    written = 0
    for place, (project_id, site_id) in enumerate(sites.items()):
        n = SUBMISSIONS // len(sites) + (place < SUBMISSIONS % len(sites))
        days, channels = random.integers(1, DAYS + 1, n), random.integers(len(CHANNELS), size=n)
        chosen = [random.integers(len(q.choices), size=n) for q in questions]
        rows = [
            same
            | {
                "project_id": project_id,
                "site_id": site_id,
                "id": UUID(int=(place << 96) | k, version=4),
                "channel": CHANNELS[channels[k]],
                "answers": {q.name: q.choices[each[k]].name for q, each in zip(questions, chosen, strict=True)}
                | ({"comment": COMMENT} if k % COMMENT_EVERY == 0 else {}),
                "receipt": f"R{place:03}{k:06}",
                "received_at": now - timedelta(days=int(days[k])),
            }
            for k in range(n)
        ]
        session.execute(insert(Submission), rows)
        for question, each in zip(questions, chosen, strict=True):
            options = len(question.choices)
            sizes = np.bincount((days * len(CHANNELS) + channels) * options + each)
            counts = [
                {
                    "project_id": project_id,
                    "version_id": version.id,
                    "question": question.name,
                    "option": question.choices[at % options].name,
                    "channel": CHANNELS[at // options % len(CHANNELS)],
                    "day": (now - timedelta(days=int(at // options // len(CHANNELS)))).date(),
                    "count": int(sizes[at]),
                }
                for at in np.flatnonzero(sizes)
            ]
            session.execute(insert(Tally), counts)
            written += len(counts)
    return written
