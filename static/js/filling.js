/** Keeps a questionnaire on this phone as it is typed, and hands it to the outbox when it is sent. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as server from "./server.js";
import * as photos from "./photos.js";
import * as store from "./store.js";
import * as typed from "./typed.js";
import * as worker from "./worker.js";
import "./badge.js";

const form = document.getElementById("sheet");
const words = form.dataset;
const state = form.querySelector("[data-state]");
const deputy = form.elements.deputy ? form.elements.deputy.value : "";
const page = words.own ? location.pathname : "";
let submission = fresh(), keeping = null, sending = false, handed = false;

function fresh() {
  const site = document.querySelector("h1").textContent;
  return { id: outbox.mint(), code: words.code, site, deputy, page, fields: [], state: "typing", at: Date.now(), photos: 0 };
}

async function begin() {
  if (!words.code) {
    await (await import("./blank.js")).fill(form);
    submission = fresh();
  }
  if (deputy) import("./left.js");
  const earlier = await outbox.begun(words.code, deputy, page);
  const shown = earlier && form.getAttribute("action").endsWith(earlier.id);
  if (earlier && (shown || typed.isUntouched())) {
    submission = earlier;
    if (!shown) typed.restore(earlier.fields);
  }
  await photos.begin(submission, keep);
  form.dispatchEvent(new CustomEvent("begun", { detail: { submission, keep } }));
}

/** Write down in the submission what the form would send. */
function write() {
  submission.fields = typed.fields().concat([["photos", String(submission.photos)]]);
  submission.missing = typed.missing().length;
}

/** Keep what is typed; while one write is under way, the next waits for it. */
async function keep() {
  if (sending) return;
  write();
  if (keeping) { keeping = "again"; return; }
  keeping = "once";
  try {
    await outbox.keep(submission);
    tell(true);
    store.stay();
  } catch (refused) { tell(false); }
  const again = keeping === "again";
  keeping = null;
  if (again) await keep();
}

/** Whether what was typed last is kept here: never in some browsers, not now on a full phone. */
function tell(isKept) {
  form.querySelector("[data-kept]").hidden = !isKept;
  document.querySelector("[data-keeps-nothing]").hidden = isKept;
}

async function send() {
  sending = true;
  state.textContent = words.saySending;
  form.elements.answered_at.value = new Date().toISOString();
  form.elements.seconds.value = String(Math.max(1, Math.round((Date.now() - submission.at) / 1000)));
  write();
  try {
    submission.id = await outbox.handOver(submission);
    form.setAttribute("action", `/s/${submission.code}/${submission.id}`);
    handed = true;
  } catch (refused) { return sendDirectly(); }
  await sender.now();
}

/** What cannot be kept is sent while the page is open, with the photos that were kept before. */
async function sendDirectly() {
  tell(false);
  try {
    const told = await server.post(submission);
    if (!told.receipt) return form.submit(); // the page that comes back says what to do, with everything typed
    await sender.finish(submission, told.receipt);
    location.replace("/r/" + told.receipt);
  } catch (lost) {
    sending = false;
    state.textContent = words.sayLost;
  }
}

/** After every attempt: on to the receipt, back to the form, or say that it waits. */
async function follow() {
  if (!handed) return;
  const now = await outbox.get(submission.id);
  if (now.state === "sent" || now.state === "photos") location.replace("/r/" + now.receipt);
  else if (now.state === "typing") form.submit();
  else {
    form.hidden = true;
    document.querySelector("[data-waiting]").hidden = false;
    document.querySelector("[data-says]").textContent = now.says || words.sayKept;
  }
}

document.querySelector("[data-anew]").addEventListener("click", async () => {
  await outbox.forget(submission.id);
  location.reload();
});
form.addEventListener("input", keep);
form.addEventListener("change", keep);
form.addEventListener("submit", (event) => {
  const by = event.submitter || document.activeElement;
  if (by && by.name === "switch") return;
  event.preventDefault();
  if (!sending && typed.isComplete()) send();
});
sender.listen(follow);
begin().catch(() => tell(false)).then(() => {
  form.setAttribute("action", `/s/${submission.code}/${submission.id}`);
  form.dataset.ready = "";
  sender.start();
  worker.begin().catch(() => {}); // without it the page does not open offline, and that is all
});
