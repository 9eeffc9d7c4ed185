"""What the server says when it starts: addresses that work, and no real deputy's pass."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.cli.greeting import DEMO_DISTRICT, base_address, greeting
from survey.demo.fair import PIN, hold
from survey.people import accounts
from survey.people.tables import Account, Body, Deputy, Role
from survey.register.tables import District, Project, Site
from survey.settings import Settings
from tests.conftest import Clock
from tests.walker import Browser


@pytest.fixture
def demo(site: Site, session: Session, clock: Clock) -> Account:
    """A little demo district with an office that nobody opened yet, and a deputy."""
    session.add(Deputy(number="RD01", name="闻清和", body=Body.CONGRESS, created_at=clock()))
    office = accounts.make(session, Role.OFFICE, login="office", name="专班办公室", now=clock())
    session.commit()
    return office


def addresses(session: Session, settings: Settings, clock: Clock) -> list[str]:
    """The paths that the greeting names."""
    said = greeting(session, settings, clock())
    session.commit()
    base = base_address(settings)
    return [line.split(base)[1] for line in said.splitlines() if base in line and line.startswith("  ")]


def test_an_empty_database_is_set_up(session: Session, settings: Settings, clock: Clock, anybody: Browser) -> None:
    (address,) = addresses(session, settings, clock)
    assert anybody.open(address).path.startswith("/setup/")
    assert anybody.status == 200
    assert addresses(session, settings, clock) == [address]


def test_every_address_of_the_demo_works(
    demo: Account, session: Session, settings: Settings, clock: Clock, anybody: Browser
) -> None:
    office, resident, deputy = addresses(session, settings, clock)
    assert (office[:9], resident[:3], deputy[:3]) == ("/sign-in/", "/S/", "/p/")
    assert [anybody.open(path).status for path in (office, deputy)] == [200, 200]


def test_the_demos_kiosk_opens_with_the_pin_that_is_named(
    demo: Account, session: Session, settings: Settings, clock: Clock, anybody: Browser
) -> None:
    hold(session, session.scalars(select(Project)).all(), clock())
    session.commit()
    path = addresses(session, settings, clock)[-1]
    assert f"PIN {PIN}" in greeting(session, settings, clock())
    session.commit()
    assert anybody.open(path).fill(pin=PIN).press().sees("秋日社区开放日").path == path


def test_with_a_password_the_office_signs_in(demo: Account, session: Session, settings: Settings, clock: Clock) -> None:
    accounts.set_password(demo, "some hash")
    assert addresses(session, settings, clock)[0] == "/sign-in"


def test_a_second_start_leaves_an_open_pass_alone(
    demo: Account, session: Session, settings: Settings, clock: Clock, anybody: Browser
) -> None:
    anybody.open(addresses(session, settings, clock)[2]).press()
    assert anybody.client.get_cookie("pass")
    assert len(addresses(session, settings, clock)) == 2


def test_a_real_deputy_is_left_alone(demo: Account, session: Session, settings: Settings, clock: Clock) -> None:
    session.get_one(District, 1).name = "某区"
    assert DEMO_DISTRICT != "某区"
    assert not any(path.startswith("/p/") for path in addresses(session, settings, clock))


@pytest.mark.parametrize(
    ("told", "base"),
    [
        ({"host": "0.0.0.0"}, "http://127.0.0.1:8000"),
        ({"host": "::"}, "http://[::1]:8000"),
        ({"host": "::1", "port": 80}, "http://[::1]:80"),
        ({"url": "https://a.example.cn/"}, "https://a.example.cn"),
    ],
)
def test_the_base_is_an_address_that_a_browser_opens(told: dict[str, object], base: str) -> None:
    assert base_address(replace(Settings(), **told)) == base
