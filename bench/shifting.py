"""How far pages jump under their reader while they load: the layout shift that browsers count, which is no time."""

from collections.abc import Iterator

from playwright.sync_api import Browser, Page

from bench.servers import Server

MOST = 0.01
WATCH = """window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach((each) => {
  if (!each.hadRecentInput) shifted += each.value;
})).observe({ type: "layout-shift", buffered: true });"""
SETTLED = 1_500
"""Milliseconds for what scripts bring late."""


def lines(browser: Browser, server: Server) -> Iterator[str]:
    """The first visit of a questionnaire, then with a deputy's pass the home and a scoring sheet."""
    site, pass_ = (f"/{kind}/" + server.said.split(f"/{kind}/")[1].split()[0] for kind in ("S", "p"))
    context = browser.new_context(
        base_url=server.address, viewport={"width": 360, "height": 740}, locale="zh-CN", bypass_csp=True
    )
    context.add_init_script(WATCH)
    page = context.new_page()
    found = {"a questionnaire": _shift(page, site)}
    page.goto(pass_)
    page.get_by_role("button").last.click()
    page.wait_for_url("**/deputy")
    found |= {"a deputy's home": _shift(page, "/deputy"), "a scoring sheet": _shift(page, site)}
    context.close()
    told = ", ".join(f"{name} {shift:.3f}" for name, shift in found.items())
    yield f"Layout shift: {told} (at most {MOST})"


def _shift(page: Page, path: str) -> float:
    """The sum of a page's shifts after it was opened."""
    page.goto(path)
    page.wait_for_timeout(SETTLED)
    return float(page.evaluate("shifted"))
