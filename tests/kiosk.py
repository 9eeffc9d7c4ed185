"""A tablet on a table: people come, answer and go; what they leave behind is looked for everywhere."""

import re
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from survey.collect import events, kiosks
from survey.collect.tables import Event, Submission
from tests.phones import Phone, Server

FILL = """async (words) => {
  const find = async (selector) => {
    for (let n = 0; n < 2000; n++) {
      const found = Array.from(document.querySelectorAll(selector)).find((each) => each.offsetParent);
      if (found && !found.disabled) return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error("no " + selector);
  };
  (await find("[data-language=zh]")).click();
  (await find("[data-none], [data-code]"));
  const none = document.querySelector("[data-none]");
  if (none) none.click();
  (await find("[data-code]")).click();
  await find("[data-step]");
  while (document.querySelector("[data-step]")) {
    const step = document.querySelector("[data-step]:not([hidden])");
    const choice = step.querySelector("[type=radio], [type=checkbox]");
    const text = step.querySelector("textarea, input.field");
    if (choice) choice.click();
    else if (text) text.value = words;
    step.closest("form").requestSubmit();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  (await find("[data-screen=thanks] [data-over]")).click();
}"""
"""One person: chooses a language, a project, the first option of everything, writes some words, and is done."""
TRACES = """async (words) => {
  const places = {
    page: document.documentElement.outerHTML,
    fields: Array.from(document.querySelectorAll("input, textarea"), (field) => field.value + field.checked).join(" "),
    chosen: document.querySelectorAll(":checked").length ? words : "",
    local: JSON.stringify(localStorage), session: JSON.stringify(sessionStorage), cookies: document.cookie,
    history: JSON.stringify(history.state) + location.href, title: document.title,
  };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve) => {
      indexedDB.open(name).onsuccess = (event) => resolve(event.target.result);
    });
    for (const store of database.objectStoreNames) {
      const kept = await new Promise((resolve) => {
        database.transaction(store).objectStore(store).getAll().onsuccess = (event) => resolve(event.target.result);
      });
      places["database " + name + " " + store] = JSON.stringify(kept);
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      places["cache " + request.url] = request.url + await (await cache.match(request)).text();
    }
  }
  return Object.keys(places).filter((place) => places[place].includes(words));
}"""
"""Where something that a person wrote can still be found; what waits in the outbox is sealed, so it is not there."""


class Tablet:
    """A phone's browser with a larger screen, pinned to the event of the demo."""

    def __init__(self, phone: Phone, server: Server) -> None:
        self.phone, self.server, self.page = phone, server, phone.page
        self.page.set_viewport_size({"width": 800, "height": 1280})
        with server.database() as session:
            self.event = session.scalars(select(Event)).first()
            assert self.event is not None
            self.pin = kiosks.make(session, self.event.code, datetime.now(UTC))
            session.commit()
        self.path = f"/k/{self.event.code}"
        self.page.goto(self.path)
        self.page.locator("#pin").fill(self.pin)
        self.page.get_by_role("button", name="固定").click()
        self.ready()

    def ready(self) -> "Tablet":
        self.page.locator("#kiosk[data-ready]").wait_for()
        return self

    def person(self) -> str:
        """Somebody answers and goes; the words that only this person wrote."""
        words = uuid.uuid4().hex
        self.page.evaluate(FILL, words)
        return words

    def traces(self, words: str) -> list[str]:
        found: list[str] = self.page.evaluate(TRACES, words)
        return found

    def arrived(self) -> dict[str, Any]:
        """What the server has from kiosks, by the words that were written."""
        with self.server.database() as session:
            rows = session.scalars(select(Submission).where(Submission.channel == "kiosk")).all()
        return {str(row.answers.get("comment")): row for row in rows}

    def tickets(self) -> list[str]:
        assert self.event is not None
        with self.server.database() as session:
            made = events.issue(session, session.get_one(Event, self.event.id), 400, datetime.now(UTC))
            session.commit()
        return [code for code in made if re.search("0", code)]

    def staff(self, pin: str) -> None:
        """Open what the staff see."""
        self.page.locator("[data-staff]").click()
        self.page.locator("[data-panel] #pin").fill(pin)
        self.page.locator("[data-panel] form .button").first.click()
