/** What a deputy does on a page of one's own goes through the outbox: done once, with a network or without. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as worker from "./worker.js";
import "./badge.js";

/** One form with what is said about it. */
class Deed {
  #part; #form; #given = null;

  /** @param {HTMLElement} part */
  constructor(part) {
    this.#part = part;
    this.#form = part.querySelector("form[data-act=verdict], form[data-sends]");
    if (!this.#form) return;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#isComplete()) this.#send();
    });
  }

  /** @returns {outbox.Submission} what the form says now */
  #said() {
    const id = outbox.mint(), own = ["csrf_token", "minted", "answered_at"];
    const fields = Array.from(new FormData(this.#form)).filter(([name]) => !own.includes(name));
    return {
      id, code: this.#part.dataset.code, site: this.#part.dataset.site || document.querySelector("h1").textContent,
      deputy: this.#part.dataset.deputy, page: location.pathname, address: this.#address(),
      fields: fields.concat([["minted", id], ["answered_at", new Date().toISOString()]]),
      secret: "secret" in this.#part.dataset, state: "waiting", at: Date.now(), photos: 0,
    };
  }

  #address() {
    return this.#form.getAttribute("action");
  }

  /** What is not fixed needs its sentence; said here, because without a network nobody else can. */
  #isComplete() {
    const said = new FormData(this.#form), verdict = said.get("verdict");
    const isWhole = verdict === null || verdict === "satisfied" || said.get("text").trim() !== "";
    this.#part.querySelector("[data-missing]").hidden = isWhole;
    if (!isWhole) this.#form.elements.text.focus();
    return isWhole;
  }

  async #send() {
    this.#form.hidden = true;
    this.#given = this.#said();
    try {
      this.#given.id = await outbox.handOver(this.#given);
      await sender.now();
    } catch (refused) { this.#form.submit(); } // this browser keeps nothing
  }

  /** After every attempt: the page anew once it is there, else what became of it. */
  async follow() {
    const now = this.#given && await outbox.get(this.#given.id);
    if (!now) return;
    if (now.state === "sent") location.replace(location.pathname);
    const waits = now.state === "waiting";
    this.#part.querySelector("[data-waits-here]").hidden = !waits;
    this.#part.querySelector("[data-says]").textContent = waits ? "" : now.says || "";
  }

  /** What was done here before and has not arrived: it is not asked for again. */
  recall(waiting) {
    if (!this.#form) return;
    this.#given = waiting.find((each) => each.address === this.#address()) || null;
    this.#form.hidden = this.#given !== null;
    const folded = this.#part.closest("details");
    if (this.#given && folded) folded.open = true;
  }
}

const deeds = Array.from(document.querySelectorAll("[data-deed]"), (part) => new Deed(part));

function follow() {
  return Promise.all(deeds.map((deed) => deed.follow())).catch(() => {});
}

async function recall() {
  const waiting = (await outbox.all()).filter((each) => each.state === "waiting" || each.state === "pass");
  deeds.forEach((deed) => deed.recall(waiting));
}

sender.listen(follow);
recall().catch(() => {}).then(follow).then(() => {
  document.querySelectorAll("[data-deed]").forEach((part) => { part.dataset.ready = ""; });
  sender.start();
  worker.begin(Array.from(document.querySelectorAll(".shots img"), (image) => image.getAttribute("src"))).catch(() => {});
});
