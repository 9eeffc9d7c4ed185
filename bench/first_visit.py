"""What the first visit of a questionnaire costs a phone: bytes on the wire and requests, as Chromium counts them."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from bench.servers import Server

LIMIT_BYTES = 14_000


def line(server: Server) -> str:
    size, requests, usable = _measure(server.address + "/S/" + server.said.split("/S/")[1].split()[0])
    return (
        f"First visit: {usable} bytes in 1 request until usable (at most {LIMIT_BYTES}); "
        f"{size} bytes in {requests} requests with all that follows"
    )


def _measure(address: str) -> tuple[int, int, int]:
    """(bytes of everything, requests, bytes of the page itself), heads included."""
    chromium = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN").new_page()
        sizes = _wire(page)
        page.goto(address, wait_until="networkidle")
        assert page.locator("input[type=radio]").count(), "the page came without its questions"
        browser.close()
    return sum(sizes), len(sizes), sizes[0]


def _wire(page: Page) -> list[int]:
    """A list that fills with the bytes of each answer from the network."""
    sizes: list[int] = []
    protocol = page.context.new_cdp_session(page)
    protocol.send("Network.enable")

    def finished(event: dict[str, Any]) -> None:
        sizes.append(int(event["encodedDataLength"]))

    protocol.on("Network.loadingFinished", finished)
    return sizes
