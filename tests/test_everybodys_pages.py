"""Every other page that anybody or a deputy opens: nothing that axe finds wrong, whatever the eyes and the settings.

`pytest tests/test_everybodys_pages.py -n 0 -s --looks all` looks at every page in every language and theme.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.phones import Server, server
from tests.test_respondent_pages import LOCALES, SMALL, NewPage, fill, is_sound, new_page

__all__ = ["new_page", "server"]

pytestmark = pytest.mark.browser
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
        for question in PUBLIC.values():
            page.goto(address(server, question))
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
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        for question in DEPUTYS.values():
            page.goto(address(server, question.format(deputy_id)))
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


SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""What somebody may set who reads with difficulty (WCAG 1.4.12)."""
FEW_SHEETS = (
    "SELECT 'c/' || number FROM project JOIN published_card ON project_id = project.id"
    ' WHERE content LIKE \'%announced": {"n": 5, "deputies": _, "occasions": _, "mean": null%\''
)
"""A card whose means of deputies are hidden: words stand where figures would."""
CLIPPED = """Array.from(document.querySelectorAll("h1, h2, p, a, button, .button, legend, label, .pick span, summary"))
  .filter((each) => each.checkVisibility() && each.clientWidth > 2)
  .filter((each) => getComputedStyle(each).overflow !== "visible" && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""


def test_nothing_is_cut_off_when_the_text_is_set_wider(new_page: NewPage, server: Server) -> None:
    page = new_page("ru", "light")
    page.set_viewport_size({"width": 320, "height": 640})

    def look() -> None:
        page.add_style_tag(content=SPACED)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        assert page.evaluate(CLIPPED) == [], page.url

    fill(page, server)
    look()
    page.goto(address(server, FEW_SHEETS))
    look()
    for name in ("front", "projects", "project", "scorecard", "complaint", "event", "waiting", "receipt"):
        page.goto(address(server, PUBLIC[name]))
        look()


def test_the_choice_shows_where_the_browser_forces_its_colours(chromium: Browser, server: Server) -> None:
    context = chromium.new_context(
        base_url=server.address, forced_colors="active", service_workers="block", bypass_csp=True
    )
    page: Page = context.new_page()
    fill(page, server)
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
    chosen = page.locator("[name=answer_overall][value='1'] + span")
    assert chosen.evaluate("each => getComputedStyle(each, '::after').content") == '"✓"'
    borders = "each => parseFloat(getComputedStyle(each).borderTopWidth)"
    for selector in (".send .button", ".pick span"):
        assert page.locator(selector).first.evaluate(borders) >= 1, selector
    context.close()
