"""What balancers and monitors ask, and who may ask it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survey.app import create_app
from survey.register.tables import Site
from survey.settings import Settings
from tests.conftest import Clock

TOKEN = "a token of the district"


@pytest.fixture
def client(settings: Settings, clock: Clock) -> Iterator[FlaskClient]:
    app: Flask = create_app(replace(settings, metrics_token=TOKEN), CLOCK=clock, TESTING=True)
    yield app.test_client()
    app.extensions["engine"].dispose()


def test_a_well_deployment_is_ready(client: FlaskClient) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    assert client.get("/readyz").json == {"status": "ready"}


def test_metrics_count_what_is_stored(client: FlaskClient, site: Site) -> None:
    said = client.get("/metrics")
    assert said.mimetype == "text/plain"
    assert {"fivelists_projects 1", "fivelists_sites 1", "fivelists_submissions 0"} <= set(said.text.splitlines())


@pytest.mark.parametrize(
    ("sender", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.0.0.9", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.5"}, 404),
        ("10.0.0.9", {"Authorization": f"Bearer {TOKEN}"}, 200),
        ("10.0.0.9", {"Authorization": "Bearer "}, 404),
        ("10.0.0.9", {"Authorization": "Bearer gü\xffss"}, 404),
    ],
)
def test_metrics_are_for_this_machine_or_the_token(
    client: FlaskClient, sender: str, headers: dict[str, str], status: int
) -> None:
    client.get("/readyz")
    assert client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": sender}).status_code == status
