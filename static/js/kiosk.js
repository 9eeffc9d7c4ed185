/** The kiosk: people answer on one tablet one after the other, and nothing of one is there for the next. */

import * as idle from "./idle.js";
import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as staff from "./staff.js";
import * as worker from "./worker.js";
import { isCode, normalise } from "./blank.js";
import { give, receiptOf } from "./given.js";
import { isAble } from "./seal.js";
import { ask } from "./steps.js";

const kiosk = document.getElementById("kiosk");
const { code, quiet, warning } = kiosk.dataset;
const stage = kiosk.querySelector("[data-stage]");
const attract = kiosk.querySelector("[data-attract]");
const home = document.documentElement.lang;
const THANKS = 8, RECEIPT = 20; // seconds that the last screen stays, without and with a receipt on it
let pack = null, person = null, timer = 0;

/** @returns {Element} a copy of a screen, so that what is typed into it is never typed into the pack */
function screen(name) {
  return person.screens.querySelector(`[data-screen="${name}"]`).cloneNode(true);
}

function show(shown) {
  clearTimeout(timer);
  stage.textContent = "";
  stage.append(shown);
  attract.hidden = true;
  stage.hidden = false;
  scrollTo(0, 0);
  on("[data-over]", reset);
  const heading = shown.querySelector("h1");
  if (heading) heading.focus();
  return shown;
}

function on(selector, act, root = stage) {
  root.querySelectorAll(selector).forEach((each) => each.addEventListener("click", () => act(each)));
}

/** The next person begins with nothing of this one: neither on the page nor in the memory of this script. */
function reset() {
  clearTimeout(timer);
  person = null;
  stage.textContent = "";
  stage.hidden = true;
  attract.hidden = false;
  document.documentElement.lang = home;
  idle.rest();
}

function begin(language) {
  const screens = new DOMParser().parseFromString(pack.languages[language], "text/html");
  document.documentElement.lang = language;
  person = { language, screens, ticket: "", goBack: reset };
  idle.watch(() => screen("idle"), reset);
  if (pack.tickets) askTicket();
  else choose();
}

function askTicket() {
  const form = show(screen("ticket"));
  const go = (ticket) => { person.ticket = ticket; choose(); };
  person.goBack = reset;
  on("[data-none]", () => go(""));
  on("[data-back]", reset);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = normalise(form.elements.ticket.value);
    form.querySelector("[data-wrong]").hidden = isCode(typed);
    if (isCode(typed)) go(typed);
  });
}

function choose() {
  const shown = screen("choose");
  const sites = Array.from(shown.querySelectorAll("[data-code]"));
  if (sites.length === 1) return questions(sites[0]);
  show(shown);
  person.goBack = reset;
  on("[data-code]", questions);
}

function questions(site) {
  const form = screen("ask-" + site.dataset.version);
  form.querySelector("[data-about]").textContent = site.querySelector("strong").textContent;
  show(form);
  (form.dataset.more || "").split(" ").filter(Boolean).forEach(async (more) => (await import(more)).begin(form));
  const isOnly = person.screens.querySelectorAll("[data-code]").length === 1;
  person.goBack = ask(form, isOnly ? reset : choose, (fields) => keep(site, fields));
}

async function keep(site, fields) {
  const about = { questionnaire: site.dataset.version, lang: person.language, ticket: person.ticket, answered_at: new Date().toISOString() };
  const submission = {
    id: outbox.mint(), code: site.dataset.code, site: site.querySelector("strong").textContent, deputy: "", state: "typing", at: Date.now(), photos: 0, kiosk: true,
  };
  const isGiven = await give(code, kiosk.dataset.seal, submission, fields.concat(Object.entries(about)));
  if (person === null) return;
  if (!isGiven) return show(screen("lost"));
  show(screen("thanks"));
  person.goBack = reset;
  person.sent = submission;
  on("[data-another]", choose);
  leave(THANKS);
  showReceipt();
}

/** Clear the last screen after some seconds and say how many are left. */
function leave(seconds) {
  const left = stage.querySelector("[data-goes] b");
  clearTimeout(timer);
  if (left) left.textContent = String(seconds);
  timer = setTimeout(() => seconds > 1 ? leave(seconds - 1) : reset(), 1000);
}

/** Once the server has the answer, its receipt is shown for a phone of one's own; the tablet keeps none. */
async function showReceipt() {
  const mine = person, box = stage.querySelector("[data-receipt]");
  if (!mine || !mine.sent || !box || !box.hidden) return;
  const told = await receiptOf(code, mine.sent);
  if (!told || person !== mine || !box.isConnected || !box.hidden) return;
  box.querySelector("[data-qr]").append(told.qr);
  box.querySelector("[data-shown]").textContent = told.receipt;
  box.hidden = false;
  leave(RECEIPT);
}

/** The browser's own way back goes one question back and never to another page. */
function guardHistory() {
  history.pushState(null, "");
  addEventListener("popstate", () => {
    history.pushState(null, "");
    if (person) person.goBack();
  });
}

async function start() {
  await worker.begin([`/k/${code}/pack.json`]).catch(() => {}); // without it there is no page after a reload without network
  const answer = await fetch(`/k/${code}/pack.json`, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  pack = await answer.json();
  kiosk.querySelector("[data-unready]").hidden = true;
  on("[data-language]", (button) => begin(button.dataset.language), attract);
  attract.querySelectorAll("[data-language]").forEach((button) => { button.disabled = false; });
  kiosk.dataset.ready = "";
}

idle.begin(Number(quiet), Number(warning));
staff.begin(kiosk, attract);
sender.listen(() => showReceipt().catch(() => {}));
kiosk.querySelector("[data-open]").hidden = isAble();
guardHistory();
outbox.retry("pass").catch(() => {}).then(sender.start);
start().catch(() => {
  kiosk.querySelector("[data-unready]").hidden = true;
  kiosk.querySelector("[data-lost]").hidden = false;
});
