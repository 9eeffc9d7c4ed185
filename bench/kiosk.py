"""A kiosk for a day without a network: thousands of answers wait sealed on the tablet, then all of them are sent."""

import re
import time
from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page
from sqlalchemy import create_engine, func, select

from bench import product
from bench.databases import Database
from bench.first_visit import chromium
from bench.servers import Server
from survey.collect.tables import Submission
from tests.kiosk import FILL

PATIENCE = 3600
"""Seconds within which all must have been sent."""
HAND_OVER = """async (count) => {
  const kiosk = document.getElementById("kiosk"), pack = await (await fetch(`/k/${kiosk.dataset.code}/pack.json`)).json();
  const base = document.querySelector("script[src]").src, load = (name) => import(base.replace("kiosk.js", name));
  const outbox = await load("outbox.js"), { seal } = await load("seal.js");
  const screens = new DOMParser().parseFromString(pack.languages.zh, "text/html");
  const sites = Array.from(screens.querySelectorAll("[data-code]"));
  window.fill = async () => {
    for (let number = 0; number < count; number++) {
      const site = sites[number % sites.length], code = site.dataset.code, id = outbox.mint();
      const said = new URLSearchParams([["answer_overall", String(1 + number % 5)], ["answer_comment", `第${number}份：` + "路修好了，晚上的灯还不够亮。".repeat(4)],
        ["questionnaire", site.dataset.version], ["lang", "zh"], ["ticket", ""], ["answered_at", new Date().toISOString()]]).toString();
      const sealed = await seal(kiosk.dataset.seal, `${code}/${id}`, said);
      await outbox.handOver({ id, code, site: "", deputy: "", state: "typing", at: Date.now(), photos: 0, kiosk: true, fields: [["kiosk", kiosk.dataset.code], ["sealed", sealed]] });
    }
  };
}"""  # noqa: E501
"""As static/js/kiosk.js keeps what a person answered, without the screens."""
WAITING = """() => new Promise((resolve) => { indexedDB.open("fivelists").onsuccess = (event) => {
  const database = event.target.result, got = database.transaction("submissions").objectStore("submissions").getAll();
  got.onsuccess = () => { database.close(); resolve(got.result.filter(({ state }) => state !== "sent").length); }; }; })"""  # noqa: E501


def lines(database: Database, count: int) -> Iterator[str]:
    """What it takes to keep `count` answers, one more with all of them waiting, a reload, and to send them."""
    with product.served(database) as server, chromium() as browser:
        page = browser.new_context(viewport={"width": 800, "height": 1280}, locale="zh-CN").new_page()
        pin = _pinned(page, server)
        before = _stored(database)
        page.evaluate(HAND_OVER, count)
        page.context.set_offline(True)
        seconds = _timed(lambda: page.evaluate("fill()"))
        yield f"kept {count} answers without a network in {seconds:.0f} s"
        seconds = _timed(lambda: page.evaluate(FILL, "one more"))
        yield f"one more person, all questions tapped: {seconds:.1f} s"
        seconds = _timed(lambda: (page.reload(), _ready(page)))
        yield f"reload without a network: ready in {seconds:.1f} s"
        seconds = _timed(lambda: _staff(page, pin, count + 1))
        yield f"the staff's page counts {count + 1} unsent behind the PIN in {seconds:.1f} s"
        page.context.set_offline(False)
        began = time.perf_counter()
        page.get_by_role("button", name="立即发送").click()
        while (left := page.evaluate(WAITING)) and time.perf_counter() - began < PATIENCE:
            time.sleep(1)
        seconds = time.perf_counter() - began
        after = _stored(database)
        yield f"sent in {seconds:.0f} s, {count / seconds:.0f} a second; {left} left"
        rows, ids, counting = (now - then for now, then in zip(after, before, strict=True))
        yield f"stored {rows}, of them {ids} different and {counting} counting; lost {count + 1 - ids}"


def _pinned(page: Page, server: Server) -> str:
    """Pin the page to the demo's kiosk and give its PIN."""
    found = re.search(r"PIN (\d{6}): +(\S+)", server.said)
    assert found, "the demo says no kiosk"
    page.goto(found[2])
    page.locator("#pin").fill(found[1])
    page.get_by_role("button", name="固定").click()
    _ready(page)
    page.evaluate("() => navigator.serviceWorker.ready.then(() => null)")
    page.reload()  # so that the worker has the page
    _ready(page)
    return found[1]


def _ready(page: Page) -> None:
    page.locator("#kiosk[data-ready]").wait_for()


def _staff(page: Page, pin: str, count: int) -> None:
    page.locator("[data-staff]").click()
    page.locator("[data-panel] #pin").fill(pin)
    page.locator("[data-panel] form .button").first.click()
    page.locator("[data-unsent]", has_text=str(count)).wait_for()


def _timed(act: Any) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def _stored(database: Database) -> tuple[int, int, int]:
    """Answers from kiosks: rows, different ids, and those that count."""
    engine = create_engine(database.address)
    columns = (
        func.count(),
        func.count(Submission.id.distinct()),
        func.count().filter(Submission.superseded_at.is_(None)),
    )
    with engine.connect() as connection:
        rows, ids, counting = connection.execute(select(*columns).where(Submission.channel == "kiosk")).one()
    engine.dispose()
    return rows, ids, counting
