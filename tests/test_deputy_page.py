"""A deputy opens a pass, scores a site and finds the marks on the own page; nobody else does."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from survey.collect.periods import open_period
from survey.people import passes
from survey.people.tables import Body, Deputy
from survey.register.tables import Site
from tests.conftest import Clock
from tests.shipped import publish_shipped
from tests.walker import Browser

MARKS = {"target": 18, "schedule": 12, "quality": 17, "benefit": 16, "openness": 9, "upkeep": 8, "fixed": 4}


@pytest.fixture
def code(session: Session, site: Site, clock: Clock) -> str:
    publish_shipped(session, clock())
    open_period(session, "2026", date(2026, 1, 1), date(2026, 12, 31))
    session.commit()
    return site.codes[0].code


def deputy(app: Flask, session: Session, clock: Clock, number: str) -> Browser:
    """A deputy who has just opened the pass in a browser."""
    person = Deputy(number=number, name=f"代表{number}", body=Body.CONGRESS, created_at=clock())
    session.add(person)
    session.flush()
    secret = passes.issue(session, person, clock())
    session.commit()
    return Browser(app.test_client()).open(f"/p/{secret}").press()


def fill(phone: Browser, code: str, **changes: str) -> Browser:
    fields = {f"answer_{name}": str(marks) for name, marks in MARKS.items()} | changes
    return phone.open(f"/S/{code}").fill(fields, visit_kind="unannounced", answer_improve_first="upkeep").press("提交")


def test_marks_stand_on_the_own_page_and_on_nobody_elses(app: Flask, session: Session, clock: Clock, code: str) -> None:
    one, other = deputy(app, session, clock, "1"), deputy(app, session, clock, "2")
    assert one.path == "/deputy"
    fill(one, code).sees("84.0")
    one.open("/deputy").sees("社区食堂提升", "84.0")
    other.open("/deputy").sees("代表2").misses("84.0", "社区食堂提升")


@pytest.mark.parametrize("changes", [{"answer_target": "11"}, {f"answer_{n}": m for n, m in zip(
    MARKS, ("20", "15", "20", "20", "10", "10", "5"), strict=True)}])  # fmt: skip
def test_a_low_item_or_full_marks_everywhere_ask_for_one_sentence(
    app: Flask, session: Session, clock: Clock, code: str, changes: dict[str, str]
) -> None:
    phone = deputy(app, session, clock, "1")
    assert fill(phone, code, **changes).status == 422
    phone.fill(answer_evidence="现场看过。").press("提交").sees("已收到")


@pytest.mark.parametrize("claimed", ["9999-12-31T23:59:59+00:00", "0001-01-01T00:00:00+00:00", "yesterday"])
@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York"])
def test_a_phone_whose_clock_is_wrong_by_ages_still_scores(
    app: Flask, session: Session, clock: Clock, code: str, claimed: str, zone: str
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], timezone=ZoneInfo(zone))
    phone = deputy(app, session, clock, "1")
    fill(phone, code, answered_at=claimed).sees("已收到")


def test_without_a_pass_the_page_says_what_to_do(anybody: Browser) -> None:
    assert anybody.open("/deputy").sees("先打开通行证").status == 401
