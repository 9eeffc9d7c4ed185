"""The page in a real Chromium against a real server: answered with script, sent once, receipt shown."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """`survey serve --demo` in a fresh folder; yields its address and the sample site's path."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    folder = tmp_path_factory.mktemp("served")
    log = (folder / "log").open("w")
    settings = {"SURVEY_DATA": str(folder), "SURVEY_PORT": str(port), "DATABASE_URL": "", "SURVEY_URL": ""}
    command = [sys.executable, "-m", "survey", "serve", "--demo"]
    process = subprocess.Popen(command, env=os.environ | settings, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{address}/readyz", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        said = (folder / "log").read_text()
        yield address, "/S/" + said.split("/S/")[1].split()[0]
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
        arguments = ["--no-sandbox", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def test_a_dissatisfied_resident_is_asked_why_and_gets_a_receipt(server: tuple[str, str], chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN").new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(server[0] + server[1])
    assert len([url for url in asked if url.startswith("http")]) == 1
    assert page.locator("#q-why").is_hidden()
    page.locator("[name=answer_overall][value='1']").check()
    assert page.locator("#q-why").is_visible()
    page.locator(".send button").click()
    page.wait_for_url("**/r/*")
    assert "已收到" in page.inner_text("main")
    assert said == []


def test_what_was_typed_survives_a_closed_tab_and_no_network(server: tuple[str, str], chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(server[0] + server[1])
    page.locator("[name=answer_overall][value='4']").check()
    page.locator("[name=answer_comment]").fill("路灯不亮")
    context.set_offline(True)
    page.locator(".send button").click()
    page.get_by_text("没有网络").wait_for()
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(server[0] + server[1])
    assert again.input_value("[name=answer_comment]") == "路灯不亮"
    again.locator(".send button").click()
    again.wait_for_url("**/r/*")
