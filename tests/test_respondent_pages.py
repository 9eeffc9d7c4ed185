"""Every page of residents and deputies: nothing that axe finds wrong, targets for thumbs, no sideways scroll."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.phones import Server, server

__all__ = ["server"]

pytestmark = pytest.mark.browser
NewPage = Callable[[str, str], Page]
LOCALES = {"zh": "zh-CN", "en": "en-GB", "ja": "ja-JP", "ko": "ko-KR", "ru": "ru-RU"}
ALL_FIRST = ("ja", "ko")
"""Languages that say "of 11 questions 1"."""
SMALL = """(least) => Array.from(document.querySelectorAll("a, button, summary, .button, .pick, .field"))
  .filter((each) => each.checkVisibility() && !each.closest("p:not(.acts)"))
  .map((each) => [each.getBoundingClientRect(), each.outerHTML.slice(0, 120)])
  .filter(([box]) => box.width && Math.min(box.width, box.height) < least - 0.5)
  .map(([box, html]) => `${Math.round(box.width)}x${Math.round(box.height)} ${html}`)"""
"""What is smaller than a thumb needs; links inside a sentence are as high as their line."""


SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""What somebody may set who reads with difficulty (WCAG 1.4.12)."""
CLIPPED = """Array.from(document.querySelectorAll("h1, h2, p, a, button, .button, legend, label, .pick span, summary"))
  .filter((each) => each.checkVisibility() && each.clientWidth > 2)
  .filter((each) => getComputedStyle(each).overflow !== "visible" && each.scrollWidth > each.clientWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""
MOVING = """document.getAnimations().map((each) => each.animationName || each.transitionProperty)
  .concat(Array.from(document.querySelectorAll("body, body *")).filter((each) => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(each);
    const lasting = [transitionDuration, animationName === "none" ? "0s" : animationDuration].join().split(",");
    return lasting.some((each) => parseFloat(each) > 0.01);
  }).map((each) => each.outerHTML.slice(0, 120)))"""
"""What moves, or would move on a tap, for who asked for no movement."""
SHIFTS = """window.shifted = 0; window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((each) => {
  if (each.hadRecentInput) return;
  shifted += each.value;
  shifts.push(each.value, ...each.sources.map(({ node }) => node && (node.outerHTML || node.data || "").slice(0, 120)));
})).observe({ type: "layout-shift", buffered: true });"""
"""Sums up how far the page jumped under its reader, as browsers count it, and names what was pushed."""
STILL = 0.01


def is_still(page: Page) -> None:
    """Assert that nothing on a page jumped while it was loading."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 20)))")
    assert page.evaluate("shifted") < STILL, (page.url, page.evaluate("shifts"))


def is_sound(page: Page, least: int = 44) -> None:
    """Assert that a page is one that everybody can use."""
    assert page.evaluate(MOVING) == [], page.url
    found = Axe().run(page).response["violations"]
    assert not found, f"{page.url}: {[(each['id'], each['nodes'][0]['html'][:200]) for each in found]}"
    small = page.evaluate(SMALL, least)
    assert not small, f"{page.url}: {small}"
    for width in (360, 320):  # 320 is a screen of 1280 at a zoom of 400 %
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, width)
    page.add_style_tag(content=SPACED)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, "spaced")
    assert page.evaluate(CLIPPED) == [], page.url


@pytest.fixture
def new_page(chromium: Browser, server: Server) -> Iterator[NewPage]:
    """Open a browser of a language and a theme: `new_page("zh", "dark")`."""
    contexts = []

    def take(language: str, theme: Any) -> Page:
        context = chromium.new_context(
            base_url=server.address,
            viewport={"width": 360, "height": 740},
            color_scheme=theme,
            locale=LOCALES[language],
            bypass_csp=True,
            service_workers="block",
            reduced_motion="reduce",
        )
        context.add_init_script(SHIFTS)
        contexts.append(context)
        return context.new_page()

    yield take
    for context in contexts:
        context.close()


def fill(page: Page, server: Server) -> None:
    """A dissatisfied resident's questionnaire with everything unfolded."""
    page.goto(f"/S/{server.sample}")
    page.locator("#sheet[data-ready]").wait_for()
    if page.locator("[data-restored]").is_hidden():  # what comes back is said above the questions
        is_still(page)
    page.locator("[name=answer_overall][value='1']").check()
    page.locator("[data-photos]").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((more) => { more.open = true; })")


# Colours do not depend on the language, so not every language is looked at in both themes.
LOOKS = [("zh", "light"), ("zh", "dark"), ("en", "light"), ("en", "dark"), ("ja", "light"), ("ko", "dark")]
LOOKS += [("ru", "light")]


@pytest.mark.parametrize(("language", "theme"), LOOKS)
def test_a_residents_pages_are_sound(new_page: NewPage, server: Server, language: str, theme: str) -> None:
    page = new_page(language, theme)
    fill(page, server)
    progress = [int(each) for each in re.findall(r"\d+", page.locator("[data-state]").inner_text())]
    assert progress == ([11, 1] if language in ALL_FIRST else [1, 11])
    is_sound(page)
    page.goto("/waiting")
    page.locator("[data-site]").wait_for()
    page.locator("[data-delete]").click()
    is_sound(page)
    fill(page, server)
    page.locator(".send .button").click()
    page.wait_for_url("**/r/*")
    is_sound(page)
    page.goto("/r/0000000000")
    is_sound(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_deputys_pages_are_sound(new_page: NewPage, server: Server, theme: str) -> None:
    page = new_page("zh", theme)
    page.goto(f"/p/{server.deputy()[1]}")
    is_sound(page)
    page.get_by_role("button").click()
    page.wait_for_url("**/deputy")
    is_sound(page)
    page.goto(f"/S/{server.sample}")
    page.locator("#sheet[data-ready]").wait_for()
    is_sound(page)


def test_the_elder_version_has_targets_of_60_pixels_and_large_text(new_page: NewPage, server: Server) -> None:
    page = new_page("zh", "light")
    page.goto("/?size=large")
    fill(page, server)
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('legend')).fontSize)") >= 18
    rows = "Array.from(document.querySelectorAll('.picks .pick span'), (each) => each.getBoundingClientRect().height)"
    assert min(height for height in page.evaluate(rows) if height) >= 72
    is_sound(page, least=60)


def test_all_is_said_and_done_by_keyboard(new_page: NewPage, server: Server) -> None:
    page = new_page("zh", "light")
    page.goto(f"/S/{server.sample}")
    page.locator("#sheet[data-ready]").wait_for()
    page.locator(".send .button").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "answer_overall"
    page.keyboard.press("Space")
    page.locator(".send .button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/r/*")
