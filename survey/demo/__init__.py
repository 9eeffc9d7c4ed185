"""The demo district: an invented register, deputies, visits and thousands of answers, true to life in their shapes.

The same call makes the same district again, but for the codes and receipts: they are secrets and stay random.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import islice
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.cli import telling
from survey.collect import periods
from survey.collect import submissions as collect
from survey.collect.arrivals import Arrival
from survey.demo import (
    aftermath,
    drafting,
    duty,
    fair,
    hearings,
    keyed,
    media,
    meetings,
    people,
    planned,
    printings,
    promises,
    rounds,
    stuffing,
)
from survey.demo.arrivals import Story
from survey.people import accounts
from survey.questionnaires.versions import publish_shipped
from survey.register.tables import Project
from survey.rounds import low_items
from survey.scorecards import publication, watching
from survey.settings import DISTRICT_TIME, Settings
from survey.visits import sealing

SEED = "fivelists"
BATCH = 1000
"""Answers that are stored at once."""

Progress = Callable[[int, int], None]
"""Told how many answers are stored, and of how many residents'."""


def load(
    session: Session,
    now: datetime,
    *,
    projects: int = 64,
    submissions: int = 4000,
    progress: Progress = lambda done, of: None,
    settings: Settings | None = None,
) -> None:
    """Fill an empty database with the demo district and publish one edition of its scorecards.

    With the deployment's settings there are photos in its folder, and numbers sealed with its secret.
    """
    today = now.astimezone(DISTRICT_TIME).date()
    publish_shipped(session, now)
    period = periods.open_period(session, str(today.year), date(today.year, 1, 1), date(today.year, 12, 31))
    people.add_office(session, now)
    deputies = people.add_deputies(session, now)
    register = promises.add_register(session, projects, now)
    people.add_departments(session, list(dict.fromkeys(project.department.name for project in register))[:3], now)
    duty.add(session, Random(f"{SEED} duty"), register, now)
    media.add(session, register, now)
    story = Story(session, Random(SEED), register, period, now)
    sheets = sorted(story.from_deputies(deputies), key=lambda sheet: sheet.received_at)
    _receive(session, sheets)
    low_items.raise_from(session, sealing.attach(session, sheets))
    arrivals = stuffing.praise(story.from_residents(submissions), register)
    for done in range(0, submissions, BATCH):
        _receive(session, islice(arrivals, BATCH))
        progress(min(done + BATCH, submissions), submissions)
    printings.print_codes(session, now)
    aftermath.tour(session, register, now)
    rounds.play(session, Random(SEED), now)
    aftermath.merged(session, now)
    if settings is not None:
        aftermath.called_back(session, now, settings)
        aftermath.photographed(session, settings, now)
    hearings.hold(session, register, now)
    meetings.hold(session, register, now)
    planned.plan(session, register, deputies, now)
    fair.hold(session, register, now)
    drafting.draft(session, people.OFFICE_LOGIN, now)
    keyed.number(session, Random(f"{SEED} paper"), now)
    watching.look(session, now, DISTRICT_TIME, "daily")
    telling.tell(session, now, today)
    publication.publish(session, period, people.OFFICE_LOGIN, now, "演示数据")


def _receive(session: Session, arrivals: Iterable[Arrival]) -> None:
    """Bring arrivals in through the door that everything comes in by, so that they are counted as everything is."""
    if together := list(arrivals):
        collect.receive(session, together)


def is_empty(session: Session) -> bool:
    """Whether nobody has put anything into this database yet."""
    return not accounts.exist(session) and session.scalar(select(Project.id).limit(1)) is None


def load_when_empty(session: Session, now: datetime, settings: Settings) -> None:
    """Load the demo into an empty database; leave any other alone."""
    if is_empty(session):
        load(session, now, settings=settings)
