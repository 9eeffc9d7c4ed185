"""The builder in a real Chromium: dragged, moved by keys, undone, and the phone beside it follows what is typed."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session

from tests.test_builder import MINE, THREE, of
from tests.test_desk_browser import served  # noqa: F401 - a fixture
from tests.test_desk_questionnaires import LIST, bring, desk, newest  # noqa: F401 - a fixture
from tests.walker import Browser

pytestmark = [pytest.mark.browser, pytest.mark.sqlite]


@pytest.fixture
def page(chromium: Chromium, served: str, desk: Browser) -> Iterator[Page]:  # noqa: F811
    """A desk's browser of the office."""
    context = chromium.new_context(
        base_url=served, viewport={"width": 1280, "height": 800}, bypass_csp=True, locale="zh-CN"
    )
    cookie = desk.client.get_cookie("staff")
    assert cookie is not None
    context.add_cookies([{"name": "staff", "value": cookie.value, "url": served}])
    yield context.new_page()
    context.close()


def order(page: Page, *names: str) -> None:
    """Wait until the questions stand in this order."""
    listed = page.locator("[data-question]")
    expect(listed).to_have_count(len(names))
    for place, name in enumerate(names):
        expect(listed.nth(place)).to_have_attribute("data-question", name)


def test_a_questionnaire_is_made_with_mouse_and_keys(page: Page, desk: Browser, session: Session) -> None:  # noqa: F811
    bring(desk, THREE, "mine.md")
    page.goto(f"{LIST}/{newest(session, MINE).id}/edit")
    page.locator("#q-why").drag_to(page.locator("#q-fruit"))
    order(page, "overall", "why", "fruit")
    page.locator("#q-why .what a").focus()
    page.keyboard.press("Alt+ArrowDown")
    order(page, "overall", "fruit", "why")
    expect(page.locator("#q-why a").first).to_be_focused()
    page.keyboard.press("Control+z")
    order(page, "overall", "why", "fruit")
    page.locator("#q-overall summary").click()
    page.locator("#q-overall").get_by_role("button", name="删除").click()
    expect(page.get_by_role("alert")).to_contain_text("没有改动")
    order(page, "overall", "why", "fruit")
    look_at(page)

    page.locator("#q-why .what a").click()
    page.locator("[name='label.zh']").fill("哪里不好？")
    expect(page.frame_locator("iframe[name=phone]").locator("#q-why")).to_contain_text("哪里不好？")
    expect(page.locator("[name='option.0.label.zh']")).to_be_hidden()
    expect(page.locator("[name='when.0.option']")).to_be_visible()
    page.locator("[name='when.0.operator']").select_option("<=")
    expect(page.locator("[name='when.0.option']")).to_be_hidden()
    look_at(page)
    assert page.evaluate("history.length") < 6
    page.goto(f"{LIST}/{newest(session, MINE).id}/edit")
    expect(page.locator("#q-why")).to_contain_text("为什么？")
    page.locator("#q-fruit summary").focus()
    page.keyboard.press("Enter")
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.get_by_role("heading", name="选项的图片")).to_be_visible()
    red = {"name": "red.png", "mimeType": "image/png", "buffer": of("red", "red.png")[0].getvalue()}
    page.get_by_label("“苹果”的图片").set_input_files(red)
    page.get_by_role("button", name="放上去：苹果").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#option-a img")).to_have_js_property("naturalWidth", 40)
    look_at(page)


def look_at(page: Page) -> None:
    """Nothing that axe finds wrong, and no sideways scroll on a phone."""
    page.set_viewport_size({"width": 360, "height": 740})
    found = Axe().run(page).response["violations"]
    assert not found, [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})
