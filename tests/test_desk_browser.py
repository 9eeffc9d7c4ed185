"""All pages of staff in a real Chromium: nothing that axe finds wrong, no sideways scroll, light and dark."""

import threading
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from bench import pages
from survey import demo
from survey.people.tables import Account, Role
from survey.register.tables import SiteCode
from tests.conftest import Clock
from tests.walker import Browser

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]

ALSO = (
    "/desk/lists/plan?category=教育&overdue=1",
    "/desk/lists/plan?sort=-due&column=due&column=number",
    "/desk/print?layout=stickers",
    "/desk/names/category/one?name=教育",
    "/desk/names/department/one?name=区教育局",
)
"""Pages that look otherwise when something is chosen, or show nothing without it."""
NO_PAGES = (*pages.FILES, ".json", "/code", "/kiosks/find", "/names/category/one", "/names/department/one")
NOT_IN_DEMO = ("/edit", "/edit/about", "/edit/new")
"""What the demo's first questionnaire is not: a draft."""


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


Look = tuple[str, str]
FEW: tuple[Look, ...] = (("en-US", "light"), ("zh-CN", "dark"))
EVERY = tuple((language, theme) for language, _ in FEW for _, theme in FEW)


@pytest.fixture
def phone_of(
    chromium: Chromium, served: str, code: str, office_staff: Browser, sign_in: Callable[..., Browser], session: Session
) -> Iterator[Callable[[Role | None, Look], Page]]:
    """A phone in the hand of a role, in a language and a theme."""
    department = session.scalar(select(Account.department).where(Account.role == Role.DEPARTMENT).order_by(Account.id))
    session.rollback()
    people = {Role.OFFICE: office_staff, Role.DEPARTMENT: sign_in(Role.DEPARTMENT, login="two", department=department)}
    phones: dict[tuple[Role | None, Look], Page] = {}

    def give(role: Role | None, look: Look) -> Page:
        if (role, look) not in phones:
            context = chromium.new_context(
                base_url=served, viewport={"width": 360, "height": 740}, color_scheme=look[1], locale=look[0],  # type: ignore[arg-type]
                bypass_csp=True,
            )  # fmt: skip
            cookie = people[role].client.get_cookie("staff") if role else None
            if cookie:
                context.add_cookies([{"name": "staff", "value": cookie.value, "url": served}])
            phones[role, look] = context.new_page()
        return phones[role, look]

    yield give
    for page in phones.values():
        page.context.close()


@pytest.fixture
def phone(phone_of: Callable[[Role | None, Look], Page]) -> Page:
    return phone_of(Role.OFFICE, FEW[0])


def test_every_page_is_accessible_and_fits_a_phone(
    phone_of: Callable[[Role | None, Look], Page], app: Flask, engine: Engine, request: pytest.FixtureRequest
) -> None:
    """Every GET of the URL map that the office or a department may open, by turns in English and 中文."""
    looks = EVERY if request.config.getoption("--looks") == "all" else FEW
    opened = [
        (role, path) for role, path in pages.addresses(app, engine) if not path.endswith((*NO_PAGES, *NOT_IN_DEMO))
    ]
    opened += [(Role.OFFICE, path) for path in ALSO]
    assert len(opened) > 90
    wrong = []
    for place, (role, path) in enumerate(opened):
        for look in looks if looks is EVERY else (FEW[place % 2],):
            wrong += _wrong(phone_of(role, look), path)
    assert not wrong, "\n".join(wrong)


def _wrong(phone: Page, path: str) -> Iterator[str]:
    """What is wrong with a page, each in one line."""
    answer = phone.goto(path)
    assert answer is not None
    if answer.status != 200:
        yield f"{path}: {answer.status}"
        return
    for found in Axe().run(phone, options={"resultTypes": ["violations"]}).response["violations"]:
        yield f"{path}: {found['id']}: {found['nodes'][0]['html'][:200]}"
    if phone.evaluate("document.querySelector('header.bar')?.offsetHeight || 0") > 160:
        yield f"{path}: the rooms take more than 160 pixels of a phone"
    if path.startswith(("/desk/lists/", "/desk/watch", "/desk/findings", "/desk/audit")):
        top = phone.evaluate("document.querySelector('main .scroll tbody tr')?.getBoundingClientRect().top || 0")
        if top > 740 and phone.locator(".fold:not([open])").count():
            yield f"{path}: the first row begins {top:.0f} pixels down"
    wide = phone.evaluate("document.documentElement.scrollWidth")
    if wide > 360:
        yield f"{path}: {wide} pixels wide"


def test_a_row_is_a_link_as_a_whole(phone: Page) -> None:
    phone.set_viewport_size({"width": 1280, "height": 800})
    phone.goto("/desk/lists")
    phone.get_by_role("row").filter(has_text="SS-2026-018").get_by_role("cell").last.click(
        force=True
    )  # the link lies over the cell
    assert phone.url.endswith("/desk/projects/SS-2026-018")
