"""Sign-in: with a password, once with a link, never with less."""

import runpy
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people import accounts, links, passwords
from survey.people.tables import Account, AuditEntry, BrowserSession, Role
from tests.conftest import Clock
from tests.walker import Browser

PASSWORD = "a morning in the park"
WRONG = "do not fit"


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_of(PASSWORD)


@pytest.fixture
def clerk(session: Session, clock: Clock, password_hash: str) -> Account:
    """A member of the office with a password."""
    account = accounts.make(session, Role.OFFICE, login="chen", name="陈静", now=clock())
    account.password_hash = password_hash
    session.commit()
    return account


@pytest.fixture
def person(app: Flask) -> Browser:
    return Browser(app.test_client(), "en")


def attempt(person: Browser, password: str, login: str = "chen") -> Browser:
    return person.open("/sign-in").fill(login=login, password=password).press("Sign in")


def test_login_and_password_open_the_account(person: Browser, clerk: Account) -> None:
    person.open("/account").sees("Sign in").fill(login=" Chen ", password=PASSWORD).press("Sign in")
    assert person.path == "/account"
    person.sees("陈静", "this browser")


def test_a_wrong_password_keeps_the_login_and_drops_the_password(person: Browser, clerk: Account) -> None:
    attempt(person, "a morning in the dark").sees(WRONG)
    assert person.status == 422
    assert person.page.select_one("#login")["value"] == "chen"
    assert person.page.select_one("#password").get("value") is None


def test_an_unknown_login_reads_the_same_as_a_wrong_password(person: Browser, clerk: Account) -> None:
    known = attempt(person, "a morning in the dark").text
    assert attempt(person, "a morning in the dark", "nobody").text == known


def test_five_failures_lock_and_a_quarter_of_an_hour_unlocks(
    person: Browser, clerk: Account, clock: Clock, session: Session
) -> None:
    for _ in range(5):
        attempt(person, "a morning in the dark").sees(WRONG)
    attempt(person, PASSWORD).sees(WRONG)
    clock.moment += timedelta(minutes=15)
    attempt(person, PASSWORD)
    assert person.path == "/desk"
    assert session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all() == ["account_locked", "signed_in"]


def test_four_failures_do_not_lock(person: Browser, clerk: Account) -> None:
    for _ in range(4):
        attempt(person, "a morning in the dark")
    assert attempt(person, PASSWORD).path == "/desk"


def test_a_form_without_its_token_is_refused(app: Flask, clerk: Account) -> None:
    answer = app.test_client().post("/sign-in", data={"login": "chen", "password": PASSWORD})
    assert answer.status_code == 400
    assert "staff=" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example", "/%0a", "/\n/evil"])
def test_the_way_on_never_leads_to_another_site(person: Browser, clerk: Account, next_: str) -> None:
    person.open("/sign-in", query_string={"next": next_}).fill(login="chen", password=PASSWORD).press("Sign in")
    assert person.response.history[0].location in ("/desk", "/%0a")


def test_a_link_sets_the_password_once(person: Browser, session: Session, clock: Clock, app: Flask) -> None:
    account = accounts.make(session, Role.VIEWER, login="lin", name="林远", now=clock())
    address = f"/sign-in/{links.make(session, account, clock())}"
    session.commit()
    person.open(address).open(address).sees("林远")
    person.fill(password="too short").press("Save").sees("at least 10 characters")
    person.fill(password=PASSWORD).press("Save")
    assert person.path == "/desk"
    other = Browser(app.test_client(), "en").open(address).sees("has been used or has expired")
    assert other.status == 410
    attempt(other, PASSWORD, "lin")
    assert other.path == "/desk"


def test_a_link_expires_after_a_day(person: Browser, clerk: Account, session: Session, clock: Clock) -> None:
    address = f"/sign-in/{links.make(session, clerk, clock())}"
    session.commit()
    clock.moment += timedelta(hours=24)
    assert person.open(address).status == 410


def test_a_newer_link_ends_the_older(person: Browser, clerk: Account, session: Session, clock: Clock) -> None:
    older, newer = links.make(session, clerk, clock()), links.make(session, clerk, clock())
    session.commit()
    assert person.open(f"/sign-in/{older}").status == 410
    assert person.open(f"/sign-in/{newer}").status == 200


def test_the_login_is_no_password(person: Browser, session: Session, clock: Clock) -> None:
    account = accounts.make(session, Role.VIEWER, login="linyuan1980", name="林远", now=clock())
    address = f"/sign-in/{links.make(session, account, clock())}"
    session.commit()
    person.open(address).fill(password="LinYuan1980").press("Save").sees("must differ from the login")


def test_sign_out_everywhere_ends_the_other_browser_at_once(app: Flask, clerk: Account) -> None:
    here, there = Browser(app.test_client(), "en"), Browser(app.test_client(), "en")
    attempt(here, PASSWORD)
    attempt(there, PASSWORD)
    assert there.open("/account").path == "/account"
    here.open("/account").press("Sign out everywhere")
    assert here.path == "/sign-in"
    assert there.open("/account").path == "/sign-in"


def test_one_browser_can_be_signed_out_from_another(app: Flask, clerk: Account) -> None:
    here, there = Browser(app.test_client(), "en"), Browser(app.test_client(), "en")
    attempt(here, PASSWORD)
    attempt(there, PASSWORD)
    here.open("/account").press("Sign it out").sees("That browser is signed out")
    assert here.open("/account").path == "/account"
    assert there.open("/account").path == "/sign-in"


def test_nobody_ends_a_browser_of_somebody_else(app: Flask, clerk: Account, viewer: Browser, session: Session) -> None:
    there = attempt(Browser(app.test_client(), "en"), PASSWORD)
    theirs = session.scalars(select(BrowserSession.id).where(BrowserSession.account_id == clerk.id)).one()
    session.commit()  # the test lets go of the write lock
    token = viewer.open("/account").page.select_one("[name=csrf_token]")["value"]
    answer = viewer.client.post(f"/account/sessions/{theirs}/end", data={"csrf_token": token})
    assert answer.status_code == 404
    assert there.open("/account").path == "/account"


def test_half_an_hour_of_silence_signs_out(person: Browser, clerk: Account, clock: Clock) -> None:
    attempt(person, PASSWORD)
    clock.moment += timedelta(minutes=29)
    assert person.open("/account").path == "/account"
    clock.moment += timedelta(minutes=29)
    assert person.open("/account").path == "/account"
    clock.moment += timedelta(minutes=31)
    assert person.open("/account").path == "/sign-in"


def test_sign_out_forgets_this_browser(person: Browser, clerk: Account) -> None:
    attempt(person, PASSWORD).open("/account").press("Sign out")
    assert person.open("/account").path == "/sign-in"


def test_changing_the_password_signs_the_others_out(app: Flask, clerk: Account) -> None:
    here, there = Browser(app.test_client(), "en"), Browser(app.test_client(), "en")
    attempt(here, PASSWORD)
    attempt(there, PASSWORD)
    here.open("/account").fill(current="wrong one, sorry", password="an evening by the sea").press("Change")
    here.sees(WRONG)
    here.fill(current=PASSWORD, password="an evening by the sea").press("Change").sees("has been changed")
    assert there.open("/account").path == "/sign-in"
    assert attempt(there, "an evening by the sea").path == "/desk"


def test_a_disabled_account_stays_out(person: Browser, clerk: Account, session: Session, clock: Clock) -> None:
    clerk.disabled_at = clock()
    session.commit()
    attempt(person, PASSWORD).sees(WRONG)


def test_too_many_hashes_at_once_are_asked_to_come_again(person: Browser, clerk: Account) -> None:
    taken = [passwords.SEATS.acquire(blocking=False) for _ in range(4)]
    try:
        assert all(taken)
        assert attempt(person, PASSWORD).status == 429
    finally:
        for _ in taken:
            passwords.SEATS.release()


def test_signing_in_works_under_https(app: Flask, person: Browser, clerk: Account) -> None:
    app.config["PREFERRED_URL_SCHEME"] = "https"
    assert attempt(person, PASSWORD).path == "/desk"


def test_a_guess_costs_64_mebibytes() -> None:
    """The tests' own hasher is cheap; the product's is what RFC 9106 recommends where memory is scarce."""
    hasher = runpy.run_path(passwords.__file__)["_hasher"]
    assert (hasher.memory_cost, hasher.time_cost, hasher.parallelism) == (64 * 1024, 3, 4)
