/** Keeps a questionnaire on this phone as it is typed, and hands it to the outbox when it is sent. */

import * as blank from "./blank.js";
import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as photos from "./photos.js";
import * as worker from "./worker.js";
import "./badge.js";

const form = document.getElementById("sheet");
const words = form.dataset;
const state = form.querySelector("[data-state]");
const deputy = form.elements.deputy ? form.elements.deputy.value : "";
let submission = fresh(), keeping = null, keepsNothing = false, sending = false;

function fresh() {
  const site = document.querySelector("h1").textContent;
  return { id: outbox.mint(), code: words.code, site, deputy, fields: [], state: "typing", at: Date.now(), photos: 0 };
}

/** @returns {[string, string][]} what the form would send */
function typed() {
  return Array.from(new FormData(form)).filter(([name]) => name !== "csrf_token").concat([["photos", String(submission.photos)]]);
}

function isUntouched() {
  return !typed().some(([name, value]) => value && /^answer_|^visit_kind$/.test(name));
}

async function begin() {
  if (!words.code) {
    await blank.fill(form);
    submission = fresh();
  }
  const earlier = await outbox.begun(words.code, deputy);
  const shown = earlier && form.getAttribute("action").endsWith(earlier.id);
  if (earlier && (shown || isUntouched())) {
    submission = earlier;
    if (!shown) restore(earlier.fields);
  }
  await photos.begin(submission, keep);
}

function restore(fields) {
  for (const field of form.elements) {
    if (!/^answer_|^visit_kind$/.test(field.name)) continue;
    const values = fields.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values.find((value) => value !== "na") || "";
  }
  form.querySelectorAll("details").forEach((more) => { more.open = more.querySelector("input:checked") !== null; });
  document.querySelector("[data-restored]").hidden = false;
  form.dispatchEvent(new Event("restored"));
}

/** Keep what is typed; while one write is under way, the next waits for it. */
async function keep() {
  if (keepsNothing || sending) return;
  submission.fields = typed();
  if (keeping) { keeping = "again"; return; }
  keeping = "once";
  try {
    await outbox.keep(submission);
    form.querySelector("[data-kept]").hidden = false;
    askToStay();
  } catch (refused) { refuse(); }
  const again = keeping === "again";
  keeping = null;
  if (again) await keep();
}

let asked = false;
function askToStay() {
  if (!asked && navigator.storage && navigator.storage.persist) navigator.storage.persist().catch(() => {});
  asked = true;
}

/** This browser keeps nothing: say so, and send directly. */
function refuse() {
  keepsNothing = true;
  document.querySelector("[data-keeps-nothing]").hidden = false;
}

/** What must be answered, is asked, and is not answered. Said here, because without a network nobody else can. */
function missing() {
  const given = typed().filter(([, value]) => value).map(([name]) => name);
  return Array.from(form.querySelectorAll(".q")).filter((block) => {
    const fields = Array.from(block.querySelectorAll("[name]"));
    return !block.hidden && block.querySelector(".must, [required]") && !fields.some((field) => given.includes(field.name));
  });
}

function isComplete() {
  const blocks = missing();
  form.querySelectorAll(".q").forEach((block) => block.classList.toggle("wrong", blocks.includes(block)));
  if (!blocks.length) return true;
  state.textContent = words.sayMissing;
  blocks[0].scrollIntoView();
  blocks[0].querySelector("[name]").focus();
  return false;
}

async function send() {
  sending = true;
  state.textContent = words.saySending;
  form.elements.answered_at.value = new Date().toISOString();
  submission.fields = typed();
  if (!keepsNothing) {
    try {
      submission.id = await outbox.handOver(submission);
      form.setAttribute("action", `/s/${submission.code}/${submission.id}`);
      await sender.now();
      return;
    } catch (refused) { refuse(); }
  }
  await sendDirectly();
}

async function sendDirectly() {
  try {
    const told = await sender.post(submission);
    if (told.receipt) location.replace("/r/" + told.receipt);
    else form.submit(); // the page that comes back says what to do, with everything typed
  } catch (later) {
    sending = false;
    state.textContent = words.sayLost;
  }
}

/** After every attempt: on to the receipt, back to the form, or say that it waits. */
async function follow() {
  if (!sending || keepsNothing) return;
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
  if (!sending && isComplete()) send();
});
sender.listen(follow);
begin().catch(refuse).then(() => {
  form.setAttribute("action", `/s/${submission.code}/${submission.id}`);
  form.dataset.ready = "";
  sender.start();
  worker.begin().catch(() => {}); // without it the page does not open offline, and that is all
});
