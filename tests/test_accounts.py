"""Accounts: invited at the desk or by command, ended by the office, guarded by a second factor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey.people import accounts, audit, passwords, second_factor
from survey.people.tables import Account, Role
from survey.register.tables import Department, Site
from tests.conftest import Clock
from tests.walker import Browser

PASSWORD = "a morning in the park"


@pytest.fixture
def clerk(sign_in: Callable[..., Browser]) -> Browser:
    """The office, reading English."""
    clerk = sign_in(Role.OFFICE)
    clerk.headers["Accept-Language"] = "en"
    return clerk


@pytest.fixture
def person(app: Flask) -> Browser:
    return Browser(app.test_client(), "en")


@pytest.fixture(scope="session")
def password_hash() -> str:
    return passwords.hash_of(PASSWORD)


def code_of(app: Flask, account: Account, clock: Clock) -> str:
    """The six digits that the account's app shows now."""
    by_hand = second_factor.typed_by_hand(app.config["SECRET_KEY"], account.second_factor_salt or "")
    return pyotp.TOTP(by_hand.replace(" ", "")).at(clock())


@pytest.fixture
def guarded(session: Session, clock: Clock, password_hash: str) -> Account:
    """A member of the office with a password and a second factor."""
    account = accounts.make(session, Role.OFFICE, login="chen", name="陈静", now=clock())
    account.password_hash = password_hash
    second_factor.switch_on(account, second_factor.new_salt(), 1)
    session.commit()
    return account


def invited(clerk: Browser, **fields: str) -> str:
    """Invite somebody at the desk and give the path of the link that is shown."""
    clerk.open("/desk/accounts").fill(**fields).press("Make a sign-in link")
    link = clerk.page.select_one('a[href*="/sign-in/"]')
    assert link is not None, clerk.text
    return str(link["href"]).partition(":8000")[2]


def test_an_invited_department_signs_in_and_sees_its_projects(clerk: Browser, person: Browser, site: Site) -> None:
    link = invited(clerk, role="department", person="陈静", login="minzheng", department="区民政局")
    person.open(link).fill(password=PASSWORD).press("Save and sign in")
    assert person.path == "/department"
    person.sees("区民政局", "社区食堂提升").follow("社区食堂提升").sees("新增老年人助餐点5家")


def test_an_invitation_needs_a_department_that_exists(clerk: Browser, site: Site) -> None:
    typed = {"role": "department", "person": "陈静", "login": "chen"}
    clerk.open("/desk/accounts").fill(typed).press("Make a sign-in link").sees("A department goes with the role")
    clerk.fill(typed, department="区幻想局").press("Make a sign-in link").sees("We know no department 区幻想局")
    assert clerk.status == 422
    assert clerk.page.select_one("#login")["value"] == "chen"


def test_a_login_is_given_once(clerk: Browser) -> None:
    invited(clerk, role="viewer", person="林远", login="lin")
    clerk.open("/desk/accounts").fill(role="viewer", person="林园", login="Lin").press("Make a sign-in link")
    clerk.sees("There is an account with the login lin already")


def test_every_department_gets_an_account_once(clerk: Browser, site: Site, session: Session) -> None:
    session.add(Department(name="区 教育局"))
    session.commit()
    clerk.open("/desk/accounts").sees("2 departments have no account yet").press("Make an account for each")
    clerk.sees("区教育局", "区民政局", "/sign-in/")
    clerk.open("/desk/accounts").misses("have no account yet")
    assert len(session.scalars(select(Account).where(Account.role == Role.DEPARTMENT)).all()) == 2


def test_a_disabled_account_is_out_at_once_and_can_come_back(
    clerk: Browser, sign_in: Callable[..., Browser], session: Session
) -> None:
    leader = sign_in(Role.LEADER, login="he", name="何平")
    leader.open("/desk").sees("项目")
    clerk.open("/desk/accounts").follow("何平").press("Disable").sees("何平 can no longer sign in", "Disabled")
    leader.open("/desk")
    assert leader.path == "/sign-in"
    clerk.press("Enable").sees("何平 can sign in again")
    assert [entry.act for entry in audit.newest(session)] == ["account_enabled", "account_disabled"]


def test_the_office_sees_where_somebody_is_signed_in_and_ends_it(
    clerk: Browser, sign_in: Callable[..., Browser]
) -> None:
    leader = sign_in(Role.LEADER, login="he", name="何平")
    clerk.open("/desk/accounts").follow("何平").sees("Where it is signed in", "last seen").press("Sign out everywhere")
    clerk.sees("何平 is signed out everywhere", "Nowhere.")
    assert leader.open("/desk").path == "/sign-in"


def test_nobody_shuts_themselves_out(clerk: Browser, session: Session) -> None:
    me = session.scalars(select(Account)).one()
    session.commit()
    clerk.open(f"/desk/accounts/{me.id}")
    token = clerk.page.select_one("[name=csrf_token]")["value"]
    for act in ("disable", "sign-out", "second-factor/off"):
        answer = clerk.client.post(f"/desk/accounts/{me.id}/{act}", data={"csrf_token": token})
        assert answer.status_code == 403


def test_a_second_factor_is_switched_on_used_and_switched_off(
    app: Flask, clerk: Browser, clock: Clock, session: Session
) -> None:
    clerk.open("/account").follow("Switch it on").fill(code="000000").press("Switch it on").sees("does not fit")
    by_hand = clerk.page.select_one("p.wraps").get_text().replace(" ", "")
    clerk.fill(code=pyotp.TOTP(by_hand).at(clock())).press("Switch it on").sees("The second factor is on")
    clock.moment += timedelta(minutes=1)
    me = session.scalars(select(Account).execution_options(populate_existing=True)).one()
    session.commit()
    clerk.open("/account/second-factor").fill(code=code_of(app, me, clock)).press("Switch it off").sees("is off")


def attempt(person: Browser, **more: str) -> Browser:
    return person.open("/sign-in").fill(login="chen", password=PASSWORD, **more).press("Sign in")


def test_a_password_alone_does_not_open_a_guarded_account(
    app: Flask, person: Browser, guarded: Account, clock: Clock
) -> None:
    attempt(person).sees("do not fit")
    assert attempt(person, code=code_of(app, guarded, clock)).path == "/desk"


def test_a_code_works_once(app: Flask, person: Browser, guarded: Account, clock: Clock) -> None:
    code = code_of(app, guarded, clock)
    attempt(person, code=code)
    attempt(Browser(app.test_client(), "en"), code=code).sees("do not fit")


def test_five_wrong_codes_lock_the_account(app: Flask, person: Browser, guarded: Account, clock: Clock) -> None:
    for _ in range(5):
        attempt(person, code="000000").sees("do not fit")
    attempt(person, code=code_of(app, guarded, clock)).sees("do not fit")


def test_a_link_does_not_get_round_the_second_factor(
    app: Flask, clerk: Browser, person: Browser, guarded: Account
) -> None:
    clerk.open("/desk/accounts").follow("陈静").press("Make a new link")
    link = str(clerk.page.select_one('a[href*="/sign-in/"]')["href"]).partition(":8000")[2]
    person.open(link).fill(password="an evening at the river").press("Save and sign in")
    assert person.path == "/sign-in"
    assert person.open("/desk").path == "/sign-in"


def test_a_role_that_must_have_a_second_factor_gets_no_further_without(
    app: Flask, clerk: Browser, viewer: Browser
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], second_factor=frozenset(("office",)))
    assert clerk.open("/desk").path == "/account/second-factor"
    clerk.sees("Your role must use a second factor")
    assert viewer.open("/desk").path == "/desk"


def test_the_command_takes_a_department_by_code_or_name(
    run: Callable[..., tuple[int, str]], session: Session, site: Site
) -> None:
    site.project.department.code = "MZ"
    session.commit()
    assert run("invite", "department", "--department", "MZ", "--login", "one")[0] == 0
    assert run("invite", "department", "--department", "区民政局", "--login", "two")[0] == 0
    assert run("invite", "department", "--department", "区幻想局")[0] == 1
    found = session.scalars(select(Account.department).order_by(Account.login)).all()
    assert found == ["区民政局", "区民政局"]
