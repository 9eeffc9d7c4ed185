"""What the first visit of a questionnaire costs a phone: bytes on the wire and requests, as Chromium counts them."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench import shifting, tapping
from bench.servers import Server

LIMIT_BYTES = 14_000


def lines(server: Server) -> Iterator[str]:
    """The bytes and requests of a first visit, how soon one can tap, and how long a tap takes."""
    with chromium() as browser:
        size, requests, usable = _measure(browser, server.address + "/S/" + server.said.split("/S/")[1].split()[0])
        yield (
            f"First visit: {usable} bytes in 1 request until usable (at most {LIMIT_BYTES}); "
            f"{size} bytes in {requests} requests with all that follows"
        )
        yield from shifting.lines(browser, server)
        yield from tapping.lines(browser, server, usable)


@contextmanager
def chromium() -> Iterator[Browser]:
    path = "/usr/bin/chromium" if Path("/usr/bin/chromium").exists() else None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def _measure(browser: Browser, address: str) -> tuple[int, int, int]:
    """(bytes of everything, requests, bytes of the page itself), heads included."""
    page = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN").new_page()
    sizes = _wire(page)
    page.goto(address, wait_until="networkidle")
    assert page.locator("input[type=radio]").count(), "the page came without its questions"
    page.context.close()
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
