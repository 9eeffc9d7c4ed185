"""Every route for every role, read from the URL map: a route that the table of permissions forgets fails here."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from survey.people import sessions
from survey.people.tables import Account, Role
from survey.register import codes
from survey.register.tables import Category, Department, Project, Site
from survey.web.permissions import ANYONE, PERMISSIONS
from tests.conftest import Clock

OURS, THEIRS = "SS-2026-001", "SS-2026-002"
VALUES = {
    "number": OURS,
    "code": "00000000",
    "kind": "plan",
    "secret": "no-such-secret",
    "filename": "css/base.css",
    "submission_id": "00000000-0000-4000-8000-000000000000",
    "digest": "0" * 64,
}
"""What stands for an argument of an address; whatever is not here is 999, which nothing has."""
CHANGES = ("POST", "PUT", "DELETE", "PATCH")


@pytest.fixture
def open_app(app: Flask) -> Flask:
    """The application without its CSRF check, so that the answer of the permissions shows."""
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def other_project(session: Session, site: Site, clock: Clock) -> Project:
    """A project of another department; committed."""
    made = Project(
        number=THEIRS,
        name="道路整修",
        category=Category(name="道路"),
        department=Department(name="区城市管理局"),
        created_at=clock(),
        changed_at=clock(),
    )
    codes.issue(session, Site(project=made, name="长青街"), clock())
    session.commit()
    return made


def rules(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address of the product with a method that it takes."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def address(app: Flask, rule: Rule, **values: str) -> str:
    filled = {name: {**VALUES, **values}.get(name, "999") for name in rule.arguments}
    with app.test_request_context():
        made = app.url_map.bind("").build(rule.endpoint, filled, force_external=False)
    return str(made)


def ask(app: Flask, rule: Rule, method: str, cookie: str = "", **values: str) -> tuple[int, str]:
    """The status of an address for the holder of a cookie, and where it sends them."""
    browser = app.test_client()
    if cookie:
        browser.set_cookie("staff", cookie)
    with browser.open(address(app, rule, **values), method=method) as answer:
        return answer.status_code, answer.headers.get("Location", "")


def browsers(session: Session, clock: Clock, role: Role) -> Callable[[], str]:
    """A new signed-in browser of one account of this role at every call: signing out is one of the routes."""
    bound = "区民政局" if role is Role.DEPARTMENT else ""
    account = Account(login=f"{role}-of-routes", name=role.value, role=role, department=bound, created_at=clock())
    session.add(account)
    session.flush()

    def open_one() -> str:
        account.disabled_at = None
        secret = sessions.open_for_account(session, account, agent="test", now=clock())
        session.commit()
        return secret

    return open_one


def test_every_route_has_a_permission_and_every_permission_a_route(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(PERMISSIONS)


@pytest.mark.sqlite
@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_the_table_says_and_nothing_else(
    open_app: Flask, session: Session, clock: Clock, site: Site, role: Role
) -> None:
    enter = browsers(session, clock, role)
    wrong = []
    for rule, method in rules(open_app):
        allowed = PERMISSIONS[rule.endpoint]
        status, _ = ask(open_app, rule, method, enter())
        if (status == 403) is (allowed is ANYONE or role in allowed):
            wrong.append((method, rule.rule, status))
        assert status < 500, (method, rule.rule, status)
    assert not wrong


@pytest.mark.sqlite
def test_a_stranger_is_sent_to_the_sign_in(open_app: Flask, site: Site) -> None:
    guarded = [(rule, method) for rule, method in rules(open_app) if PERMISSIONS[rule.endpoint] is not ANYONE]
    assert guarded
    for rule, method in guarded:
        status, target = ask(open_app, rule, method)
        assert status == 303, rule.rule
        assert target.startswith("/sign-in"), rule.rule


@pytest.mark.sqlite
@pytest.mark.parametrize("old", [timedelta(minutes=31), timedelta(hours=13)])
def test_a_browser_that_was_left_alone_is_sent_to_the_sign_in(
    open_app: Flask, session: Session, clock: Clock, site: Site, old: timedelta
) -> None:
    secret = browsers(session, clock, Role.OFFICE)()
    clock.moment += old
    rule = next(rule for rule, _ in rules(open_app) if rule.endpoint == "desk_home.page")
    assert ask(open_app, rule, "GET", secret) == (303, "/sign-in?next=/desk")


CALLERS_DO = {"desk_callbacks.open_", "desk_callbacks.called"}
"""What an interviewer does at the desk, and only about what the office has asked that one to call back."""


PRIVACY_OFFICER_DOES = {"desk_privacy.look_up", "desk_privacy.forget"}


def test_only_the_office_changes_what_the_desk_holds(app: Flask) -> None:
    changing = {
        rule.endpoint
        for rule, method in rules(app)
        if rule.rule.startswith("/desk") and method in CHANGES and PERMISSIONS[rule.endpoint] != {Role.OFFICE}
    }
    assert changing == CALLERS_DO | PRIVACY_OFFICER_DOES


CALLERS_OPEN = {"desk_callbacks.page", "desk_callbacks.one", *CALLERS_DO}


def test_a_department_opens_nothing_of_the_desk_and_an_interviewer_only_calls(app: Flask) -> None:
    for rule, _ in rules(app):
        if rule.rule.startswith("/desk") and rule.endpoint != "desk_parts.page":
            assert Role.DEPARTMENT not in PERMISSIONS[rule.endpoint], rule.rule
            assert (Role.INTERVIEWER in PERMISSIONS[rule.endpoint]) == (rule.endpoint in CALLERS_OPEN), rule.rule


@pytest.mark.sqlite
def test_a_department_finds_its_own_projects_and_no_others(
    open_app: Flask, session: Session, clock: Clock, other_project: Project
) -> None:
    enter = browsers(session, clock, Role.DEPARTMENT)
    own = [(r, m) for r, m in rules(open_app) if r.rule.startswith("/department") and "number" in r.arguments]
    assert own
    for rule, method in own:
        assert ask(open_app, rule, method, enter(), number=OURS)[0] != 404 or len(rule.arguments) > 1, rule.rule
        assert ask(open_app, rule, method, enter(), number=THEIRS)[0] == 404, rule.rule
