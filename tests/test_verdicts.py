"""A verdict that a phone sends, perhaps late and perhaps twice, counts once and only for the reply it speaks of."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from survey.register.tables import Site
from survey.rounds.tables import FindingState
from tests.conftest import Clock
from tests.rounds import Cast, cast
from tests.walker import Browser

JSON = {"Accept": "application/json"}


@pytest.fixture
def replied(app: Flask, session: Session, site: Site, clock: Clock, sign_in: Callable[..., Browser]) -> Cast:
    """A finding that waits for its deputy's verdict."""
    people = cast(app, session, site, clock, sign_in)
    people.score(upkeep=3)
    people.desk("dispatch", department=people.department_id("区民政局"))
    people.answer("accept")
    people.answer("reply", reply_class="A", text="已换好", promised_on="")
    return people


def send(people: Cast, phone: Browser, fields: dict[str, str]) -> TestResponse:
    """Send a verdict as the outbox does, with a token of its own."""
    told = phone.client.get("/token", headers=JSON).get_json()
    address = f"/deputy/findings/{people.finding().code}/verdict"
    return phone.client.post(address, data=fields | {"csrf_token": told["token"]}, headers=JSON)


def verdict(people: Cast, said: str = "not_satisfied", text: str = "还是黑的") -> dict[str, str]:
    return {"verdict": said, "text": text, "minted": str(uuid.uuid4()), "seen": str(people.finding().move_count)}


def test_the_second_arrival_of_a_verdict_changes_nothing(replied: Cast) -> None:
    given = verdict(replied)
    for _ in range(2):
        answer = send(replied, replied.deputy, given)
        assert (answer.status_code, answer.get_json()["submission"]) == (200, given["minted"])
    assert (replied.finding().round, replied.finding().state) == (2, FindingState.ACCEPTED)


def test_the_same_id_cannot_say_something_else(replied: Cast) -> None:
    given = verdict(replied)
    send(replied, replied.deputy, given)
    assert send(replied, replied.deputy, given | {"text": "全好了"}).status_code == 409


def test_a_verdict_on_a_reply_that_another_has_followed_is_refused_by_name(replied: Cast) -> None:
    late = verdict(replied, "satisfied", "")
    send(replied, replied.deputy, verdict(replied))
    replied.answer("reply", reply_class="A", text="这次真的换了", promised_on="")
    answer = send(replied, replied.deputy, late)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "not_now")
    assert replied.finding().state is FindingState.REPLIED


def test_nobody_elses_phone_gives_the_verdict(replied: Cast, anybody: Browser) -> None:
    assert send(replied, replied.other_deputy, verdict(replied)).status_code == 404
    address = f"/deputy/findings/{replied.finding().code}/verdict"
    assert anybody.client.post(address, data=verdict(replied), headers=JSON).status_code in (400, 401)
    assert replied.finding().state is FindingState.REPLIED


def test_what_is_not_whole_is_refused_and_not_tried_for_ever(replied: Cast) -> None:
    answer = send(replied, replied.deputy, verdict(replied, text=""))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "incomplete")


def test_a_phone_keeps_the_pages_of_what_waits_for_a_verdict(replied: Cast) -> None:
    [row] = replied.deputy.open("/deputy").page.select("[data-keep]")
    assert row["data-keep"] == f"/deputy/findings/{replied.finding().code}"
    replied.judge("satisfied")
    assert not replied.deputy.open("/deputy").page.select("[data-keep]")
