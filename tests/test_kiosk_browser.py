"""People on one tablet, one after the other, with the network gone in the middle: nothing is left and nothing is lost.

`pytest tests/test_kiosk_browser.py -n 0 -s --people 300` is the long run.
"""

from collections.abc import Callable
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

from tests import paper
from tests.kiosk import FILL, Tablet
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser


@pytest.fixture
def tablet(phone: Phone, server: Server) -> Tablet:
    return Tablet(phone, server)


def test_nothing_of_a_person_is_there_for_the_next_and_every_answer_arrives(
    tablet: Tablet, network: Network, request: pytest.FixtureRequest
) -> None:
    people = request.config.getoption("--people")
    page, words = tablet.page, []
    steps = page.evaluate("history.length")
    for number in range(people):
        if number == people // 3:
            network.fails("down")
        if number == people // 2:
            page.reload()
            tablet.ready()
            steps = page.evaluate("history.length")
        if number == people * 2 // 3:
            assert len(tablet.phone.unsent()) >= number - people // 3
            network.heals()
        words.append(tablet.person())
        assert tablet.traces(words[-1]) == []
        assert page.evaluate("history.length") == steps
    page.go_back()
    assert page.locator("[data-attract]").is_visible()
    assert tablet.traces(words[-1]) == []
    page.wait_for_function("() => !document.querySelector('[data-stage] *')")
    for _ in range(200):
        if not tablet.phone.kept():
            break
        page.wait_for_timeout(100 + people)
    assert tablet.phone.kept() == []
    arrived = tablet.arrived()
    assert [each for each in words if each not in arrived] == []
    assert not [each for each in words if arrived[each].superseded_at or arrived[each].device_mark]


def test_who_walks_away_leaves_nothing_after_a_countdown(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    page.reload()
    tablet.ready()
    page.locator("[data-language=en]").click()
    page.locator("#ticket").fill("secret words")
    page.clock.run_for(31_000)
    page.get_by_text("Are you still there?").wait_for()
    page.get_by_role("button", name="I am still here").click()
    assert page.locator("#ticket").input_value() == "secret words"
    page.clock.run_for(46_000)
    page.locator("[data-attract]").wait_for()
    assert tablet.traces("secret words") == []
    assert page.get_attribute("html", "lang") == "zh"


def test_the_way_back_of_the_browser_goes_one_question_back(tablet: Tablet) -> None:
    page = tablet.page
    page.locator("[data-language=zh]").click()
    page.locator("[data-none]").click()
    page.locator(".choice").first.click()
    assert page.locator("[data-step]:visible").count() == 1
    page.get_by_text("第 1 题").wait_for()
    page.locator("[data-step]:visible [type=radio]").first.check()
    page.get_by_role("button", name="继续").click()
    page.get_by_text("第 2 题").wait_for()
    page.go_back()
    page.get_by_text("第 1 题").wait_for()
    assert page.locator("[data-step]:visible [type=radio]").first.is_checked()


def test_a_ticket_with_a_letter_for_a_zero_is_taken_and_a_wrong_one_is_not(tablet: Tablet) -> None:
    page, ticket = tablet.page, tablet.tickets()[0]
    page.locator("[data-language=zh]").click()
    page.locator("#ticket").fill(ticket[:-1] + ("1" if ticket[-1] != "1" else "2"))
    page.get_by_role("button", name="继续").click()
    page.get_by_text("编码输错了").wait_for()
    page.locator("#ticket").fill(ticket.lower().replace("0", "o"))
    page.get_by_role("button", name="继续").click()
    page.get_by_text("您想评哪个项目").wait_for()


def test_what_waits_is_sealed_and_the_tablet_has_no_key(tablet: Tablet, network: Network) -> None:
    network.fails("down", "POST")
    words = tablet.person()
    [waits] = tablet.phone.unsent()
    assert [name for name, _ in waits["fields"]] == ["kiosk", "sealed"]
    assert waits["fields"][1][1].startswith("B")  # a public key, by X9.62's first byte
    assert tablet.traces(words) == []
    network.heals()
    tablet.page.evaluate("dispatchEvent(new Event('online'))")
    for _ in range(100):
        if words in tablet.arrived():
            break
        tablet.page.wait_for_timeout(100)
    assert words in tablet.arrived()


def test_a_receipt_is_shown_for_twenty_seconds_and_is_not_left(tablet: Tablet) -> None:
    page = tablet.page
    page.clock.install()
    page.reload()
    tablet.ready()
    page.evaluate(FILL.replace('(await find("[data-screen=thanks] [data-over]")).click();', ""), "sealed words")
    page.locator("[data-receipt]").wait_for(state="visible")
    receipt = page.locator("[data-shown]").inner_text()
    shot = page.locator("[data-receipt]").screenshot()
    [read] = paper.codes(Image.open(BytesIO(shot)).convert("L"))
    assert read.endswith("/r/" + receipt.replace("-", ""))
    page.clock.run_for(15_000)
    page.locator("[data-receipt]").wait_for(state="visible")
    page.clock.run_for(6_000)
    page.locator("[data-attract]").wait_for()
    for left in (receipt, receipt.replace("-", ""), "sealed words"):
        assert tablet.traces(left) == []


def test_without_https_nothing_is_kept_and_it_says_so(new_phone: Callable[..., Phone], server: Server) -> None:
    phone = new_phone()
    phone.page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    tablet = Tablet(phone, server)
    tablet.page.get_by_text("没有用 https 打开").wait_for()
    words = tablet.person()
    assert tablet.phone.unsent() == []
    assert words in tablet.arrived()


def test_the_staff_see_what_waits_behind_the_pin(tablet: Tablet, network: Network) -> None:
    network.fails("down", "POST")
    tablet.person()
    tablet.staff("not it")
    tablet.page.get_by_text("PIN 码不对").wait_for()
    assert tablet.page.locator("[data-inside]").is_hidden()
    tablet.page.locator("[data-panel] [data-close]").first.click()
    tablet.staff(tablet.pin)
    tablet.page.locator("[data-unsent]", has_text="1").wait_for()
    assert tablet.page.locator("[data-leave]").is_disabled()
    network.heals()
    tablet.page.get_by_role("button", name="立即发送").click()
    tablet.page.locator("[data-unsent]", has_text="0").wait_for()
    tablet.page.get_by_role("button", name="解除固定").click()
    tablet.page.get_by_text("把平板固定到这里").wait_for()


def test_axe_finds_nothing_wrong_on_any_screen(new_phone: Callable[..., Phone], server: Server) -> None:
    page = Tablet(new_phone(bypass_csp=True), server).page

    def look() -> None:
        found = Axe().run(page).response["violations"]
        assert not found, [(each["id"], each["nodes"][0]["html"][:200]) for each in found]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    page.set_viewport_size({"width": 360, "height": 740})
    look()
    for step in ("[data-language=zh]", "[data-none]", ".choice >> nth=0"):
        page.locator(step).click()
        look()


def test_what_waits_on_a_kiosk_is_not_on_the_page_of_what_waits(tablet: Tablet, network: Network) -> None:
    network.fails("down", "POST")
    tablet.person()
    tablet.phone.open("/waiting").sees("没有待发")
    assert len(tablet.phone.unsent()) == 1
