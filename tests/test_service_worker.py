"""What was opened once opens without a network; a new version comes on a tap and loses nothing."""

import uuid
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Error

from survey.register.tables import RevocationReason, SiteCode
from tests.network import Network
from tests.phones import Phone, Server, network, new_phone, phone, server

__all__ = ["network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser


@pytest.fixture
def comment() -> str:
    return uuid.uuid4().hex


def opened(phone: Phone, code: str) -> Phone:
    """Open a site once with signal, and wait until the phone has kept its page."""
    phone.open(f"/S/{code}")
    phone.holds(f"/S/{code}")
    return phone


def test_a_questionnaire_opened_once_opens_without_network_and_is_sent_later(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    opened(phone, server.sample)
    phone.close()
    network.fails("down")
    phone.wake()
    phone.open(f"/s/{server.sample.lower()}").answer(comment).send().sees("现在没有信号")
    phone.open("/waiting").sees("等待信号")
    phone.close()
    network.heals()
    phone.wake()
    phone.open("/waiting").sees("没有待发")
    assert server.stored(comment) == 1


def test_each_filling_of_a_kept_page_has_an_id_of_its_own(phone: Phone, network: Network, server: Server) -> None:
    opened(phone, server.sample)
    network.fails("down")
    for comment in ("one", "two"):
        phone.open(f"/S/{server.sample}").answer(comment).send().sees("现在没有信号")
    assert len({each["id"] for each in phone.unsent()}) == 2


@pytest.mark.parametrize("trouble", ["hotel", 502])
def test_a_page_that_is_not_ours_never_takes_the_place_of_a_kept_one(
    phone: Phone, network: Network, server: Server, trouble: str | int
) -> None:
    opened(phone, server.sample)
    network.fails(trouble, "GET")
    phone.open(f"/S/{server.sample}")
    network.fails("down")
    phone.open(f"/S/{server.sample}")


def test_the_worker_never_touches_what_is_sent(phone: Phone, server: Server, comment: str) -> None:
    opened(phone, server.sample)
    sent = []
    phone.page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    phone.open(f"/S/{server.sample}").answer(comment).send().gets_receipt()
    [post] = sent
    assert not post.response().from_service_worker


def newer(path: str, body: bytes) -> bytes:
    """What the server says once another version of the product runs there."""
    return body.replace(b'VERSION = "', b'VERSION = "newer-') if path == "/sw.js" else body


def test_a_new_version_comes_on_a_tap_and_keeps_what_was_typed(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    opened(phone, server.sample)
    phone.page.evaluate("caches.open('somebody-elses')")
    [old] = [name for name in phone.page.evaluate("caches.keys()") if name.startswith("fivelists-")]
    network.rewrite = newer
    phone.open(f"/S/{server.sample}").answer(comment).sees("本站页面有新版本")
    assert old in phone.page.evaluate("caches.keys()")
    phone.page.get_by_role("button", name="现在更新").click()
    phone.sees("上次填的内容")
    names = phone.page.evaluate("caches.keys()")
    assert old not in names
    assert "somebody-elses" in names
    network.fails("down")
    phone.open(f"/S/{server.sample}").sees("上次填的内容")
    network.heals()
    phone.send().gets_receipt()
    assert server.stored(comment) == 1


def test_a_new_version_that_cannot_bring_every_page_waits_for_a_better_network(
    phone: Phone, network: Network, server: Server
) -> None:
    opened(phone, server.sample)
    network.rewrite = newer
    network.trouble = lambda method, path: "down" if path == f"/S/{server.sample}" else None
    phone.open("/waiting")
    phone.page.evaluate("navigator.serviceWorker.ready.then((registration) => registration.update()).catch(() => {})")
    phone.page.wait_for_timeout(500)
    assert phone.page.locator("[data-newer]").is_hidden()
    phone.open(f"/S/{server.sample}")


def test_what_waits_is_sent_by_the_new_version_too(
    phone: Phone, network: Network, server: Server, comment: str
) -> None:
    opened(phone, server.sample)
    phone.answer(comment)
    network.fails("down", "POST")
    phone.send().sees("现在没有信号")
    network.rewrite = newer
    phone.open("/waiting").page.get_by_role("button", name="现在更新").click()
    network.heals()
    phone.sees("没有待发")
    assert server.stored(comment) == 1


def test_a_code_withdrawn_for_abuse_no_longer_opens_from_the_phone(
    phone: Phone, network: Network, server: Server
) -> None:
    code = server.codes()[5]
    opened(phone, code)
    with server.database() as session:
        found = session.get_one(SiteCode, code)
        found.revoked_at, found.revocation_reason = datetime.now(UTC), RevocationReason.ABUSE
        session.commit()
    phone.page.goto(f"/S/{code}")
    phone.sees("已停用")
    network.fails("down")
    with pytest.raises(Error):
        phone.page.goto(f"/S/{code}")
