"""The desk's pages in a real Chromium: nothing that axe finds wrong, no sideways scroll, light and dark."""

import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from survey import demo
from survey.people.tables import Role
from survey.register.tables import SiteCode
from tests.conftest import Clock
from tests.walker import Browser

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

PAGES = (
    "/desk",
    "/desk/lists/plan?category=教育&overdue=1",
    "/desk/lists/plan?sort=-due&column=due&column=number",
    "/desk/lists/duty",
    "/desk/lists/voice",
    "/desk/lists/review",
    "/desk/plan/SS-2026-018",
    "/desk/proposals",
    "/desk/proposals/1",
    "/desk/accounts",
    "/account/second-factor",
    "/desk/projects/SS-2026-018",
    "/desk/sites/{code}",
    "/desk/sites/{code}/reissue",
    "/desk/questionnaires",
    "/desk/questionnaires/1",
    "/desk/questionnaires/catalogue",
    "/desk/questionnaires/4/results",
    "/desk/parts",
    "/desk/print?layout=stickers",
    "/desk/print/history",
    "/desk/events",
    "/desk/outbox",
    "/desk/paper",
)


@pytest.fixture
def served(app: Flask) -> Iterator[str]:
    """The address of the application, served from a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def code(session: Session, clock: Clock) -> str:
    """A site's code in a demo district; committed."""
    demo.load(session, clock(), submissions=200)
    session.commit()
    return session.scalars(select(SiteCode.code).limit(1)).one()


@pytest.fixture
def office_staff(sign_in: Callable[..., Browser]) -> Browser:
    """A second account of the office; the demo brings the first."""
    return sign_in(Role.OFFICE, login="second")


@pytest.fixture(params=["light", "dark"])
def phone(
    chromium: Chromium, served: str, code: str, office_staff: Browser, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """A phone in the hand of the office."""
    context = chromium.new_context(
        base_url=served, viewport={"width": 360, "height": 740}, color_scheme=request.param, bypass_csp=True
    )
    cookie = office_staff.client.get_cookie("staff")
    assert cookie is not None
    context.add_cookies([{"name": "staff", "value": cookie.value, "url": served}])
    yield context.new_page()
    context.close()


def test_every_page_of_the_desk_is_accessible_and_fits_a_phone(phone: Page, code: str) -> None:
    for path in PAGES:
        answer = phone.goto(path.format(code=code))
        assert answer is not None
        assert answer.ok, path
        found = Axe().run(phone).response["violations"]
        assert not found, f"{path}: {[(each['id'], each['nodes'][0]['html'][:200]) for each in found]}"
        assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_row_is_a_link_as_a_whole(phone: Page) -> None:
    phone.set_viewport_size({"width": 1280, "height": 800})
    phone.goto("/desk/lists")
    phone.get_by_role("row").filter(has_text="SS-2026-018").get_by_role("cell").last.click(
        force=True
    )  # the link lies over the cell
    assert phone.url.endswith("/desk/projects/SS-2026-018")
