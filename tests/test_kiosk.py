"""A kiosk: pinned by a PIN, many people on one tablet, each counted, none refused."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect import events, kiosks
from survey.collect.tables import Channel, Event, Submission
from survey.people.tables import Role
from survey.register.tables import Site
from tests.conftest import Clock
from tests.test_answer import code as code  # the fixture
from tests.test_events import fair as fair  # the fixture
from tests.test_events import pair as pair  # the fixture
from tests.walker import Browser


@pytest.fixture
def pin(session: Session, fair: Event, clock: Clock) -> str:
    """The PIN of the fair's kiosk; committed."""
    made = kiosks.make(session, fair.code, clock())
    session.commit()
    return made


@pytest.fixture
def tablet(anybody: Browser, fair: Event, pin: str) -> Browser:
    """A tablet that is pinned to the fair."""
    anybody.open(f"/k/{fair.code}").fill(pin=pin).press("固定").sees("这件实事办得怎么样")
    return anybody


def answer(tablet: Browser, code: str, kiosk: str, grade: str = "4", ticket: str = "") -> int:
    """The status of one person's answer, as the page sends it."""
    fields = {"answer_overall": grade, "kiosk": kiosk, "ticket": ticket, "lang": "zh"}
    address = f"/s/{code}/{uuid.uuid4()}"
    return tablet.client.post(address, data=fields, headers={"Accept": "application/json"}).status_code


def counting(session: Session) -> int:
    session.rollback()
    return session.scalar(select(func.count()).where(Submission.superseded_at.is_(None))) or 0


@pytest.mark.sqlite
def test_three_hundred_people_in_ten_minutes_from_one_address_all_count(
    tablet: Browser, session: Session, fair: Event, code: str, clock: Clock
) -> None:
    for _ in range(300):
        assert answer(tablet, code, fair.code) == 201
        clock.moment += timedelta(seconds=2)
    assert counting(session) == 300
    assert set(session.scalars(select(Submission.channel))) == {Channel.KIOSK}
    assert set(session.scalars(select(Submission.device_mark))) == {None}


def test_a_ticket_counts_once_on_a_kiosk_and_may_be_typed_with_lookalikes(
    tablet: Browser, session: Session, fair: Event, pair: list[str], code: str, clock: Clock
) -> None:
    for ticket, grade in ((pair[0], "5"), (pair[0].lower().replace("0", "o"), "1"), (pair[1], "3")):
        assert answer(tablet, code, fair.code, grade, ticket) == 201
        clock.moment += timedelta(minutes=1)
    assert counting(session) == 2
    assert events.answered(session, fair) == {session.scalars(select(Site.project_id)).one(): 2}


def test_a_phone_cannot_say_that_it_is_a_kiosk(anybody: Browser, session: Session, fair: Event, code: str) -> None:
    assert answer(anybody, code, fair.code) == 401
    anybody.client.set_cookie("kiosk", f'["{fair.code}","2026-11-24T02:30:00+00:00"].forged')
    assert answer(anybody, code, fair.code) == 401
    assert anybody.open(f"/k/{fair.code}/pack.json").status == 401
    assert counting(session) == 0


def test_a_kiosk_answers_only_for_what_it_shows(
    tablet: Browser, session: Session, fair: Event, site: Site, code: str, clock: Clock
) -> None:
    other = events.make(session, "另一场", "别处", clock().date(), sites=[], now=clock())
    session.commit()
    assert answer(tablet, code, other.code) == 401
    assert tablet.open(f"/k/{other.code}").sees("6 位 PIN 码").status == 401


def test_a_new_pin_closes_the_tablets_and_the_old_pin_opens_nothing(
    tablet: Browser, office: Browser, session: Session, fair: Event, pin: str, code: str, clock: Clock
) -> None:
    clock.moment += timedelta(minutes=1)
    office.open(f"/desk/events/{fair.code}").press("换一个 PIN 码").sees("PIN 码是", "只显示这一次")
    assert answer(tablet, code, fair.code) == 401
    tablet.open(f"/k/{fair.code}").fill(pin=pin).press("固定").sees("PIN 码不对")
    assert tablet.status == 422


def test_guessing_a_pin_must_pause(anybody: Browser, fair: Event, pin: str, clock: Clock) -> None:
    wrong = f"{(int(pin) + 1) % 10**6:06}"
    for _ in range(kiosks.TRIES):
        assert anybody.open(f"/k/{fair.code}").fill(pin=wrong).press("固定").status == 422
    assert anybody.open(f"/k/{fair.code}").fill(pin=pin).press("固定").sees("请等一分钟").status == 429
    clock.moment += kiosks.PAUSE
    assert anybody.open(f"/k/{fair.code}").fill(pin=pin).press("固定").status == 200


def test_the_staff_are_signed_out_of_a_tablet_that_they_pin(office: Browser, fair: Event, pin: str) -> None:
    office.open(f"/k/{fair.code}").fill(pin=pin).press("固定")
    assert office.open(f"/desk/events/{fair.code}").path == "/sign-in"


def test_a_site_has_a_kiosk_of_its_own_in_five_languages(
    anybody: Browser, office: Browser, session: Session, site: Site, code: str, app: Flask
) -> None:
    office.open(f"/desk/sites/{code}").press("生成 PIN 码").sees("PIN 码是")
    pin = office.text.split("PIN 码是 ")[1][:6]
    anybody.open(f"/k/{code.lower()}").fill(pin=pin).press("固定").sees("한국어", "Русский")
    languages = anybody.client.get(f"/k/{code}/pack.json").get_json()["languages"]
    assert {"谢谢您" in languages["zh"], "Thank you" in languages["en"], "Спасибо" in languages["ru"]} == {True}
    assert answer(anybody, code, code) == 201
    assert anybody.client.post(f"/k/{code}/leave").status_code == 303
    assert answer(anybody, code, code) == 401


def test_a_code_that_leads_nowhere_has_no_kiosk(anybody: Browser, fair: Event, pair: list[str]) -> None:
    assert [anybody.open(f"/k/{typed}").status for typed in ("00000000", "OOPS", pair[0])] == [404, 404, 404]
    assert anybody.open(f"/k/{fair.code}").fill(pin="000000").press("固定").status == 422


@pytest.mark.sqlite
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICE}))
def test_only_the_office_makes_a_pin(sign_in: Callable[..., Browser], app: Flask, fair: Event, role: Role) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    person = sign_in(role, **({"department": "区民政局"} if role is Role.DEPARTMENT else {}))
    assert person.client.post(f"/desk/kiosks/{fair.code}").status_code == 403
