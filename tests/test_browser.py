"""The page in a real Chromium against a real server: usable after one request, answered, receipt shown."""

import pytest

from tests.conftest import chromium
from tests.phones import Phone, Server, network, new_phone, phone, server

__all__ = ["chromium", "network", "new_phone", "phone", "server"]

pytestmark = pytest.mark.browser


def test_a_dissatisfied_resident_is_asked_why_and_gets_a_receipt(phone: Phone, server: Server) -> None:
    said: list[str] = []
    phone.page.on("console", lambda message: said.append(message.text))
    phone.open(f"/S/{server.sample}")
    assert phone.page.locator("#q-why").is_hidden()
    phone.page.locator("[name=answer_overall][value='1']").check()
    assert phone.page.locator("#q-why").is_visible()
    phone.send().gets_receipt()
    assert said == []


def test_one_request_is_enough_to_answer_and_scripts_come_after_it(phone: Phone, server: Server) -> None:
    asked: list[str] = []
    phone.page.on("request", lambda request: asked.append(request.url))
    phone.page.route("**/js/**", lambda route: route.abort())
    phone.page.goto(f"/S/{server.sample}", wait_until="load")
    assert len([url for url in asked if url.startswith("http") and "/js/" not in url]) == 1
    phone.answer("一次请求").send().gets_receipt()
    assert server.stored("一次请求") == 1
