"""The first run: from the printed link to a district that can import its register, once."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey.collect.tables import Period
from survey.people import first_run
from survey.people.tables import Account, AuditEntry, Role
from survey.register.tables import District
from survey.settings import Settings, secret_key
from tests.walker import Browser

FILLED = {
    "name": "晨光区",
    "name_en": "Chenguang District",
    "complaint_line": "12345",
    "public_url": "https://fivelists.example.cn/",
    "person": "陈静",
    "login": "Chen",
    "password": "a morning in the park",
}


@pytest.fixture
def address(settings: Settings) -> str:
    return f"/setup/{first_run.secret(secret_key(settings))}"


@pytest.fixture
def installer(app: Flask, address: str) -> Browser:
    """Whoever started the server, at the page that it named."""
    return Browser(app.test_client(), "en").open(address)


def test_the_walk_ends_signed_in_at_the_import(installer: Browser, session: Session) -> None:
    installer.sees("Set up your district").fill(FILLED).press()
    assert installer.path == "/desk/import"
    installer.open("/account").sees("陈静")
    district, period, account = (session.scalars(select(table)).one() for table in (District, Period, Account))
    assert (district.name, district.public_url) == ("晨光区", "https://fivelists.example.cn")
    assert (period.name, str(period.opens_on), str(period.closes_on)) == ("2026", "2026-01-01", "2026-12-31")
    assert account.login == "chen"
    assert session.scalars(select(AuditEntry.act)).all() == ["set_up"]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "   ", "Please fill this in"),
        ("public_url", "fivelists.example.cn", "Please type the address with http"),
        ("public_url", "https://example.cn/here", "Please type the address with http"),
        ("publication_minimum", "ten", "Please type a whole number"),
        ("publication_minimum", "2", "Between 5 and 1000"),
        ("closes_on", "2025-01-01", "must not come before"),
        ("opens_on", "soon", "Please type a day"),
        ("login", "Chen Jing", "one word"),
        ("password", "short", "at least 10 characters"),
        ("password", "aaaaaaaaaaaaaa", "repeats too few"),
    ],
)
def test_bad_input_says_so_and_keeps_what_was_typed(
    installer: Browser, session: Session, field: str, typed: str, sentence: str
) -> None:
    installer.fill(FILLED | {field: typed}).press()
    assert installer.status == 422
    installer.sees("Please look at this again", sentence)
    assert installer.page.select_one("#person")["value"] == "陈静"
    assert installer.page.select_one(f"#{field}").get("value") == (None if field == "password" else typed.strip())
    assert session.scalar(select(func.count()).select_from(Account)) == 0
    assert session.get(District, 1) is None


def test_another_link_opens_nothing(app: Flask, address: str) -> None:
    assert Browser(app.test_client()).open("/setup/guess").status == 404


def test_an_account_of_somebody_else_does_not_end_the_set_up(
    sign_in: Callable[..., Browser], app: Flask, address: str, session: Session
) -> None:
    sign_in(Role.VIEWER)
    Browser(app.test_client(), "en").open(address).sees("Set up your district").fill(FILLED).press()
    assert session.scalars(select(Account.login).where(Account.role == Role.OFFICE)).all() == ["chen"]


def test_once_set_up_never_again(installer: Browser, app: Flask, address: str, session: Session) -> None:
    late = Browser(app.test_client(), "en").open(address)
    installer.fill(FILLED).press()
    late.fill(FILLED | {"login": "intruder"}).press()
    assert late.status == 410
    assert late.open(address).sees("This district is set up").status == 410
    assert late.follow("Sign in").path == "/sign-in"
    assert session.scalars(select(Account.login)).all() == ["chen"]
