"""What a cheap phone feels: how soon the first answer can be tapped, and how long each tap takes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page

from bench.servers import Server

SLOW_3G = {"offline": False, "latency": 2000, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""What Chromium's own tools call Slow 3G: milliseconds, and bytes per second."""
SLOWDOWN = 4
ROUNDS, TAPS = 5, 12
MOST_RATIO, MOST_MILLISECONDS = 1.15, 50
TAPPABLE = """new MutationObserver((changes, observer) => {
  if (!document.querySelector("input[type=radio]")) return;
  observer.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.tappable = performance.now(); }));
}).observe(document, { childList: true, subtree: true });"""
"""The first answer is on the page, was painted, and the page has time for a tap."""
WATCH = """window.taps = [];
new PerformanceObserver((list) => list.getEntriesByType("event").forEach((each) => {
  if (each.name === "click") taps.push(each.processingEnd - each.startTime);
})).observe({ type: "event", durationThreshold: 16 });"""
"""From the finger to the end of what the page does about it; a tap under 16 ms is not reported."""
OPTION = "label:has(input[type=radio]:not(:checked)), label:has(input[type=checkbox]:not(:checked))"
BARE = b"""<!doctype html><html lang="zh"><meta charset="utf-8"><title>5</title><form>
<label><input type="radio" name="a"> 5</label></form><p>"""


def lines(browser: Browser, server: Server, size: int) -> Iterator[str]:
    """Measure the page of a site by turns with a bare page of `size` bytes, then the taps of one filling."""
    address = server.address + "/S/" + server.said.split("/S/")[1].split()[0]
    with _bare(size) as plain:
        times = [(_until_tappable(browser, address), _until_tappable(browser, plain)) for _ in range(ROUNDS)]
    own, bare = (median(each) for each in zip(*times, strict=True))
    yield (
        f"First tap: after {own:.0f} ms, a bare page of the same size {bare:.0f} ms, "
        f"ratio {own / bare:.2f} (at most {MOST_RATIO}); Slow 3G, CPU {SLOWDOWN} times slower"
    )
    slowest = max(_taps(browser, address), default=0)
    told = f"{slowest:.0f} ms" if slowest else "under 16 ms"
    yield f"Taps: the slowest of {TAPS} {told} (at most {MOST_MILLISECONDS}); CPU {SLOWDOWN} times slower"


def _until_tappable(browser: Browser, address: str) -> float:
    """Milliseconds from the start of loading in a browser that has never been here."""
    with _slow(browser, SLOW_3G) as page:
        page.add_init_script(TAPPABLE)
        page.goto(address, wait_until="commit", timeout=60_000)
        page.wait_for_function("window.tappable", timeout=60_000)
        return float(page.evaluate("tappable"))


def _taps(browser: Browser, address: str) -> list[float]:
    """How long the page worked for each tap of a filling, in milliseconds; only those above 16."""
    with _slow(browser) as page:
        page.add_init_script(WATCH)
        page.goto(address)
        page.locator("#sheet[data-ready]").wait_for()
        for _ in range(TAPS):
            page.locator(OPTION).locator("visible=true").first.click()
        page.wait_for_timeout(500)
        return [float(each) for each in page.evaluate("taps")]


@contextmanager
def _slow(browser: Browser, network: dict[str, Any] | None = None) -> Iterator[Page]:
    """A new phone with a slow processor, and a slow network if there is one."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", bypass_csp=True)
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
    if network:
        protocol.send("Network.enable")
        protocol.send("Network.emulateNetworkConditions", network)
    yield page
    context.close()


@contextmanager
def _bare(size: int) -> Iterator[str]:
    """Serve a page of this many bytes that does nothing; yields its address."""
    body = BARE + b"x" * (size - len(BARE))

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
