/** Keys a paper sheet in: one key an answer, nothing but the keyboard. */

import { asked } from "./asked.js";

const form = document.querySelector(".keying");
const store = form.querySelector(".acts button");
let now = null;

/** Make a question the current one; without one the sheet is done and Enter stores it. */
function go(step) {
  if (now) now.classList.remove("now");
  now = step || null;
  if (!now) return store.focus();
  now.classList.add("now");
  now.querySelector("input").focus();
  now.scrollIntoView({ block: "nearest" });
}

function beside(by) {
  const steps = asked(form);
  return steps[steps.indexOf(now) + by];
}

function back() {
  const step = beside(-1);
  if (step) go(step);
}

/** From one number of a ranking to the next or to the one before; false where there is none. */
function within(field, by) {
  const places = Array.from(now.querySelectorAll(".place")), at = places.indexOf(field), to = places[at + by];
  if (at < 0 || !to) return false;
  to.focus();
  return true;
}

function choose(field) {
  field.checked = field.type === "radio" || !field.checked;
  form.dispatchEvent(new Event("change"));
  if (field.type === "radio") go(beside(1));
  else field.focus();
}

function isText(field) {
  return field.classList.contains("field");
}

form.addEventListener("keydown", (event) => {
  if (!now || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const typing = isText(event.target);
  const field = typing ? null : now.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (field) choose(field);
  else if (event.key === "Enter") within(event.target, 1) || go(beside(1));
  else if (event.key === "Backspace" && !(typing && event.target.value)) within(event.target, -1) || back();
  else return;
  event.preventDefault();
});
form.addEventListener("input", ({ target }) => {
  const most = target.closest("[data-rank]")?.querySelectorAll(".place").length;
  if (most && target.value.length === String(most).length) within(target, 1);
});
form.addEventListener("focusin", (event) => {
  const step = event.target.closest("[data-step]");
  if (step && step !== now) go(step);
});
form.addEventListener("change", () => {
  const steps = asked(form);
  form.querySelectorAll("[data-step]").forEach((step) => { step.hidden = !steps.includes(step); });
});
form.dispatchEvent(new Event("change"));
go(form.querySelector(".wrong") || asked(form)[0]);
