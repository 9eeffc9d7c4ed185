"""Tallies equal the submissions whatever happened, and a command proves it or mends them."""

import json
import threading
from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.collect import recounting, submissions, tallies
from survey.collect.arrivals import Arrival
from survey.collect.periods import open_period
from survey.collect.tables import Channel, Tally
from survey.questionnaires import catalogue
from survey.questionnaires.tables import Audience
from survey.register.tables import Site
from survey.settings import DISTRICT_TIME
from tests.conftest import Clock
from tests.shipped import publish_shipped

JSON = {"Accept": "application/json"}


@pytest.fixture
def ready(session: Session, site: Site, clock: Clock) -> Site:
    """A site whose questionnaire is published and whose period is open; committed."""
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    session.commit()
    return site


def history(session: Session, site: Site, clock: Clock, random: Random) -> None:
    """Let anything happen that the door lets happen: new answers, repeats, other content, a phone's second answer."""
    version = catalogue.for_project(session, Audience.RESIDENT, site.project.category.name)
    known: list[UUID] = []
    for _ in range(random.randrange(1, 5)):
        arrivals = []
        for _ in range(random.randrange(1, 12)):
            repeated = known and random.random() < 0.3
            submission_id = random.choice(known) if repeated else UUID(int=random.getrandbits(128), version=4)
            known.append(submission_id)
            moment = clock() + timedelta(hours=random.randrange(0, 60))
            answers = {"overall": random.choice("12345"), "improve": random.sample(["taste", "price", "speed"], 2)}
            arrivals.append(
                Arrival(
                    code=site.codes[0].code,
                    submission_id=submission_id,
                    version_id=version.id,
                    audience=Audience.RESIDENT,
                    language="zh",
                    answers=answers,
                    received_at=moment,
                    day=moment.astimezone(DISTRICT_TIME).date(),
                    channel=random.choice(list(Channel)),
                    device=random.choice([None, "one", "two", "three"]),
                )
            )
        submissions.receive(session, arrivals)


@pytest.mark.parametrize("seed", range(25))
def test_tallies_hold_after_any_history(session: Session, ready: Site, clock: Clock, seed: int) -> None:
    history(session, ready, clock, Random(seed))
    assert tallies.stored(session)
    assert not recounting.differences(session, DISTRICT_TIME)


def test_tallies_hold_under_concurrent_writers(app: Flask, session: Session, ready: Site) -> None:
    code = ready.codes[0].code
    session.commit()

    def answer(number: int) -> None:
        phone = app.test_client()
        for grade in "5432":
            phone.get(f"/S/{code}")  # the browser is named, so that its next answer takes the place of the last
            phone.post(f"/s/{code}/{uuid4()}", data={"answer_overall": grade}, headers=JSON)

    writers = [threading.Thread(target=answer, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sum(tallies.stored(session).values()) == 6
    assert not recounting.differences(session, DISTRICT_TIME)


def test_the_command_proves_and_mends(
    session: Session, ready: Site, clock: Clock, run: Callable[..., tuple[int, str]]
) -> None:
    history(session, ready, clock, Random(1))
    session.commit()
    assert run("rebuild-tallies", "--verify") == (0, "The tallies are what the submissions say.\n")
    first = session.scalars(select(Tally)).first()
    assert first is not None
    first.count += 3
    session.add(
        Tally(project_id=ready.project_id, channel="site", question="no", option="x", day=date(2026, 5, 1), count=9)
    )
    session.commit()
    status, printed = run("rebuild-tallies", "--verify")
    assert (status, "2 counts differ." in printed, "-3  " in printed, "-9  " in printed) == (1, True, True, True)
    status, printed = run("rebuild-tallies", "--json")
    assert (status, json.loads(printed)) == (0, {"differences": 2, "mended": 2})
    assert run("rebuild-tallies", "--verify", "--json")[0] == 0
