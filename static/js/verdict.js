/** A deputy's verdict on a reply: it goes through the outbox, so that it is given once, with a network or without. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as worker from "./worker.js";
import "./badge.js";

const form = document.querySelector("form[data-act=verdict]");
const notice = document.querySelector("[data-verdict]");
let given = null;

/** @returns {outbox.Submission} what the form says now */
function verdict() {
  const id = outbox.mint();
  const fields = Array.from(new FormData(form)).filter(([name]) => name !== "csrf_token" && name !== "minted");
  return {
    id, code: notice.dataset.code, site: document.querySelector("h1").textContent, deputy: notice.dataset.deputy,
    page: location.pathname, address: form.getAttribute("action"), fields: fields.concat([["minted", id]]),
    state: "waiting", at: Date.now(), photos: 0,
  };
}

/** What is not fixed needs its sentence; said here, because without a network nobody else can. */
function isComplete() {
  const said = new FormData(form);
  const isWhole = said.get("verdict") === "satisfied" || said.get("text").trim() !== "";
  notice.querySelector("[data-missing]").hidden = isWhole;
  if (!isWhole) form.elements.text.focus();
  return isWhole;
}

async function send() {
  form.hidden = true;
  given = verdict();
  try {
    given.id = await outbox.handOver(given);
    await sender.now();
  } catch (refused) { form.submit(); } // this browser keeps nothing
}

/** After every attempt: the page anew once it is there, else what became of it. */
async function follow() {
  const now = given && await outbox.get(given.id);
  if (!now) return;
  if (now.state === "sent") location.replace(location.pathname);
  const waits = now.state === "waiting";
  notice.querySelector("[data-waits-here]").hidden = !waits;
  notice.querySelector("[data-says]").textContent = waits ? "" : now.says || "";
}

/** A verdict that was given here before and has not arrived: no second one is asked for. */
async function recall() {
  const waiting = (await outbox.all()).filter((each) => each.state === "waiting" || each.state === "pass");
  given = waiting.find((each) => each.page === location.pathname) || null;
  if (form) form.hidden = given !== null;
}

if (form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (isComplete()) send();
  });
}
sender.listen(() => follow().catch(() => {}));
recall().catch(() => {}).then(() => {
  notice.dataset.ready = "";
  sender.start();
  worker.begin(Array.from(document.querySelectorAll(".shots img"), (image) => image.getAttribute("src"))).catch(() => {});
});
