"""Every other page that anybody or a deputy opens: nothing that axe finds wrong, whatever the eyes and the settings.

`pytest tests/test_everybodys_pages.py -n 0 -s --looks all` looks at every page in every language and theme.
"""

from datetime import date
from functools import partial
from itertools import cycle, product
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, Response
from playwright.sync_api import Browser, Page, Route
from sqlalchemy import update
from werkzeug.exceptions import InternalServerError

from survey import problems
from survey.visits.tables import Visit
from tests.phones import HAND_OVER, Server, server
from tests.test_respondent_pages import LOCALES, SHIFTS, SMALL, NewPage, fill, is_sound, is_still, new_page

__all__ = ["new_page", "server"]

pytestmark = pytest.mark.browser
FEW_SHEETS = (
    "SELECT 'c/' || number FROM project JOIN published_card ON project_id = project.id"
    ' WHERE content LIKE \'%announced": {"n": 5, "deputies": _, "occasions": _, "mean": null%\''
)
"""A card whose means of deputies are hidden: words stand where figures would."""
PUBLIC = {
    "front": "SELECT ''",
    "projects": "SELECT 'projects'",
    "project": "SELECT 'projects/' || number FROM project ORDER BY number",
    "scorecards": "SELECT 'c'",
    "scorecard": "SELECT 'c/' || number FROM published_card JOIN project ON project_id = project.id ORDER BY number",
    "complaint": "SELECT 'complain'",
    "event": "SELECT 'E/' || code FROM event",
    "ticket": "SELECT 'E/' || event.code || '/' || ticket.code FROM ticket JOIN event ON event_id = event.id",
    "kiosk": "SELECT 'k/' || code FROM site_code WHERE revoked_at IS NULL",
    "waiting": "SELECT 'waiting'",
    "own finding": "SELECT 'r/' || receipt || '/' || finding.code FROM finding_submission JOIN finding ON"
    " finding_id = finding.id JOIN submission ON submission.id = submission_id WHERE audience = 'resident'",
    "receipt": "SELECT 'r/' || receipt FROM submission WHERE audience = 'resident'",
    "no pass": "SELECT 'deputy'",
    "mistyped code": "SELECT 'S/AAAAAAAA'",
    "no such page": "SELECT 'nowhere'",
    "used link": "SELECT 'sign-in/guess'",
    "unknown pass": "SELECT 'p/guess'",
    "sign-in": "SELECT 'sign-in'",
    "abused code": "SELECT 'S/' || code FROM site_code WHERE revocation_reason = 'abuse'",
}
"""Every page that anybody can open, by the question to the database that gives one address of it."""
DEPUTYS = {
    "home": "SELECT 'deputy'",
    "visit": "SELECT 'deputy/visits/' || code FROM visit JOIN panel_member ON visit_id = visit.id WHERE deputy_id = {}",
    "finding": "SELECT 'deputy/findings/' || code FROM finding WHERE deputy_id = {} ORDER BY state <> 'replied'",
    "own card": "SELECT 'deputy/cards/' || number FROM submission JOIN project ON project_id = project.id"
    " WHERE deputy_id = {}",
    "sheet": "SELECT 'S/' || code FROM site_code JOIN site_position USING (site_id) WHERE revoked_at IS NULL",
}
FEW = [("zh", "dark"), ("ru", "light")]
EVERY = [(language, theme) for language in LOCALES for theme in ("light", "dark")]


@pytest.fixture
def looks(request: pytest.FixtureRequest) -> list[tuple[str, str]]:
    """The pairs of language and theme to look in; 中文 in the dark and the longest words in light will do daily."""
    return EVERY if request.config.getoption("--looks") == "all" else FEW


def address(server: Server, question: str) -> str:
    rows = server.ask(question + " LIMIT 1")
    assert rows, f"the demo has nothing for {question}"
    return f"/{rows[0][0]}"


def test_every_public_page_is_sound(new_page: NewPage, server: Server, looks: list[tuple[str, str]]) -> None:
    for language, theme in looks:
        page = new_page(language, theme)
        for question in (*PUBLIC.values(), FEW_SHEETS):
            page.goto(address(server, question))
            is_still(page)
            is_sound(page)
    print(f"{len(PUBLIC)} public pages x {len(looks)} languages and themes: violations 0")


@pytest.fixture
def deputy(server: Server) -> tuple[int, str]:
    """A deputy of the demo who has findings, with a new pass."""
    [(deputy_id,)] = server.ask("SELECT deputy_id FROM finding WHERE deputy_id IS NOT NULL ORDER BY id LIMIT 1")
    return deputy_id, server.pass_of(deputy_id)


def test_every_page_of_a_deputy_is_sound(new_page: NewPage, server: Server, deputy: tuple[int, str]) -> None:
    deputy_id, secret = deputy
    page = new_page("zh", "light")
    page.goto(f"/p/{secret}")
    page.get_by_role("button").click()
    page.wait_for_url("**/deputy")
    assert page.get_by_text("离线内容尚未更新").is_visible()  # this browser stores nothing
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for question in DEPUTYS.values():
            page.goto(address(server, question.format(deputy_id)))
            page.wait_for_timeout(200)  # for what scripts bring late
            is_still(page)
            is_sound(page)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address(server, DEPUTYS["own card"].format(deputy_id)))
    size, language = (page.locator(f".top nav a{which}").bounding_box() for which in (".size", "[lang]"))
    assert size is not None
    assert language is not None
    assert size["x"] + size["width"] <= language["x"]  # the one language stands beside the size, not under it
    print(f"{len(DEPUTYS)} pages of a deputy x 2 themes: violations 0")


TINY = """Array.from(document.querySelectorAll("main *"))
  .filter((each) => each.checkVisibility() && !each.closest("svg, .vh, select, template"))
  .filter((each) => Array.from(each.childNodes).some((node) => node.nodeType === 3 && node.data.trim()))
  .filter((each) => parseFloat(getComputedStyle(each).fontSize) < 18)
  .map((each) => each.outerHTML.slice(0, 120))"""


def test_the_camera_and_a_draft_on_a_deputys_page_are_sound(
    new_page: NewPage, server: Server, deputy: tuple[int, str]
) -> None:
    page = new_page("en", "light")
    page.goto(f"/p/{deputy[1]}")
    page.get_by_role("button").last.click()
    page.goto(address(server, DEPUTYS["sheet"]))
    page.locator("#sheet[data-ready]").wait_for()
    page.locator("[data-marks] .number").first.fill("3")
    page.locator("[data-kept]").wait_for()
    page.goto("/deputy")
    page.get_by_text("left to answer").wait_for()
    page.locator("[data-finder]").evaluate("each => { each.hidden = false; }")
    is_sound(page)


def test_a_deputys_correction_is_sound(new_page: NewPage, server: Server) -> None:
    found = (
        "SELECT deputy_id, submission_id, visit_id FROM visit_sheet JOIN submission ON submission.id = submission_id"
    )
    [(deputy_id, sheet, visit)] = server.ask(found + " WHERE superseded_at IS NULL LIMIT 1")
    with server.database() as session:
        days = {"closes_on": date.max, "unsealed_at": None, "released_at": None}
        session.execute(update(Visit).where(Visit.id == visit).values(days))
        session.commit()
    page = new_page("en", "dark")
    page.goto(f"/p/{server.pass_of(deputy_id)}")
    page.get_by_role("button").last.click()
    page.goto(f"/deputy/corrections/{UUID(sheet)}")
    page.locator("#sheet[data-ready]").wait_for()
    page.get_by_label("What was wrong").first.wait_for()
    is_sound(page)
    page.locator(".send .button").click()  # without a reason: the field says so
    is_sound(page)


def test_what_waits_is_sound(new_page: NewPage, server: Server, looks: list[tuple[str, str]]) -> None:
    for language, theme in looks:
        page = new_page(language, theme)
        page.goto(f"/S/{server.sample}")
        page.locator("#sheet[data-ready]").wait_for()
        page.route("**/ping", lambda route: route.abort())
        outbox = (page.get_attribute("#sheet", "data-module") or "").replace("filling", "outbox")
        version = page.input_value("[name=questionnaire]")
        page.evaluate(HAND_OVER, [outbox, server.sample, version, "长长的名字", 2, 1])
        page.goto("/waiting")
        page.locator("[data-photos] img").wait_for()
        is_sound(page)


REFUSED = (problems.TooLarge(), problems.StorageFull(), problems.ClosedPeriod(), problems.SetUpAlready())
REFUSED += (problems.UnknownCode(code="7K3Q9XWM"), problems.PassOnOtherDevice())


def test_every_kind_of_refusal_is_sound(
    new_page: NewPage, looks: list[tuple[str, str]], made_once: Flask, request: pytest.FixtureRequest
) -> None:
    """What the real server is hard to be brought to: its own answers, made by the same code."""
    problems_met = (*REFUSED, InternalServerError())
    every = request.config.getoption("--looks") == "all"
    pages = {look: new_page(*look) for look in looks}
    for problem, look in product(problems_met, looks) if every else zip(problems_met, cycle(looks), strict=False):
        with made_once.test_request_context("/", headers={"Accept-Language": look[0], "Accept": "text/html"}):
            answer = made_once.make_response(made_once.handle_user_exception(problem))
        assert answer.status_code >= 400
        pages[look].route("**/refused", partial(fulfil, answer), times=1)
        pages[look].goto("/refused")
        assert pages[look].locator("h1").is_visible()
        is_still(pages[look])
        is_sound(pages[look])


def fulfil(answer: Response, route: Route) -> None:
    route.fulfill(status=answer.status_code, content_type="text/html", body=answer.get_data())


def test_the_elder_version_is_large_everywhere(new_page: NewPage, server: Server, deputy: tuple[int, str]) -> None:
    page = new_page("zh", "light")
    page.goto("/?size=large")
    page.goto(f"/p/{deputy[1]}")
    page.get_by_role("button").last.click()
    page.wait_for_url("**/deputy")
    for question in {**PUBLIC, **DEPUTYS}.values():
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(address(server, question.format(deputy[0])))
        assert page.evaluate(SMALL, 60) == [], page.url
        assert page.evaluate(TINY) == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


UNANSWERED = """form => {
  form.querySelectorAll("[type=radio]").forEach((each) => { each.checked = false; });
  form.submit();
}"""
"""Sends, past the page's own script, what only the server refuses."""


def test_all_that_matters_shows_where_the_browser_forces_its_colours(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(
        base_url=server.address,
        forced_colors="active",
        service_workers="block",
        bypass_csp=True,
        locale="zh-CN",
    )
    context.add_init_script(SHIFTS)
    page: Page = context.new_page()
    fill(page, server)
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
    chosen = page.locator("[name=answer_overall][value='1'] + span")
    assert chosen.evaluate("each => getComputedStyle(each, '::after').content") == '"✓"'
    borders = "each => parseFloat(getComputedStyle(each).borderTopWidth)"
    for selector in (".send .button", ".pick span"):
        assert page.locator(selector).first.evaluate(borders) >= 1, selector
    assert chosen.evaluate(borders) >= 3
    page.locator("[name=answer_overall][value='1']").press("ArrowUp")  # by keyboard, so that the focus shows
    outline = "each => [getComputedStyle(each).outlineStyle, parseFloat(getComputedStyle(each).outlineWidth)]"
    assert page.locator("[name=answer_overall]:checked + span").evaluate(outline) == ["solid", 3]
    assert page.get_by_text("已答 1 /").is_visible()
    page.goto(f"/S/{server.sample}?lang=en")
    page.locator("#sheet").evaluate(UNANSWERED)
    wrong = page.locator(".q.wrong").first
    assert wrong.evaluate("each => parseFloat(getComputedStyle(each).borderLeftWidth)") >= 4
    assert page.locator(".q.wrong .error").first.is_visible()
    context.close()
