"""The table of page times forgets no page."""

import pytest
from flask import Flask
from sqlalchemy import Engine

from bench import pages
from survey.people.tables import Role
from survey.register.tables import Site
from tests.walker import Browser


@pytest.mark.sqlite
def test_every_room_is_measured_as_somebody_who_may_enter(app: Flask, engine: Engine, site: Site) -> None:
    measured = {path: role for role, path in pages.addresses(app, engine)}
    rooms = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    rooms = {path for path in rooms if path.startswith(("/desk", "/department", "/projects"))}
    assert len(rooms) > 50
    assert rooms <= set(measured)
    assert measured["/desk/meetings"] is Role.OFFICE
    assert measured["/department"] is Role.DEPARTMENT
    assert measured["/projects"] is None
    assert "/desk/projects/SS-2026-001" in measured


@pytest.mark.sqlite
def test_a_page_that_fails_is_not_measured(app: Flask, engine: Engine, office: Browser) -> None:
    asked = [(Role.OFFICE, "/desk"), (Role.OFFICE, "/desk/projects/SS-0000")]
    found = list(pages.timings(app, engine, asked, 1))
    assert [each.path for each in found] == ["/desk"]
    assert found[0].milliseconds > 0
    assert found[0].bytes > 1000
