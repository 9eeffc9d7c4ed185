/** One question a screen: which is shown, which are asked at all, and what must be answered first. */

import { asked, given } from "./asked.js";

/**
 * Ask the questions of a form one by one.
 * @param {HTMLFormElement} form
 * @param {() => void} leave called when somebody goes back from the first
 * @param {(fields: [string, string][]) => void} finish called with what the form would send
 * @returns {() => void} goes one question back
 */
export function ask(form, leave, finish) {
  const must = form.querySelector("[data-must]"), far = form.querySelector("[data-far]");
  const again = form.querySelector("[data-again]");
  let at = 0, isDone = false;

  function show() {
    const now = asked(form);
    form.querySelectorAll("[data-step]").forEach((step) => { step.hidden = step !== now[at]; });
    must.hidden = true;
    if (again) again.hidden = !form.dataset.rounds || !repeat(now[at]) || repeat(now[at]) === repeat(now[at + 1]) || isFull(now[at]);
    far.textContent = far.dataset.say.replace("{0}", at + 1).replace("{1}", now.length);
    const isLast = at === now.length - 1;
    form.querySelector("[data-on]").hidden = isLast;
    form.querySelector("[data-last]").hidden = !isLast;
    scrollTo(0, 0);
  }

  function go() {
    const now = asked(form), first = lacking(form, now, at);
    if (first >= 0) return stay(first);
    if (isDone) return;
    if (at < now.length - 1) { at += 1; return show(); }
    isDone = true;
    finish(Array.from(new FormData(form)).filter(([name]) => /^answer_/.test(name)));
  }

  function stay(first) {
    at = first;
    show();
    must.hidden = false;
  }

  /** One more block of the repeat that ends here; there is nothing to add to one that is empty. */
  function addAnother() {
    const now = asked(form), first = lacking(form, now, at);
    if (first >= 0 || !isBegun(form, now[at])) return stay(Math.max(first, at));
    form.dispatchEvent(new CustomEvent("again", { detail: repeat(now[at]) }));
    at += 1;
    show();
  }

  function back() {
    if (at === 0) return leave();
    at -= 1;
    show();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  form.addEventListener("change", show);
  if (again) again.addEventListener("click", addAnother);
  form.querySelector("[data-back]").addEventListener("click", back);
  show();
  return back;
}

function repeat(step) {
  return step && step.dataset.round && step.dataset.round.split(".")[0];
}

function isFull(step) {
  return Number(step.dataset.round.split(".")[1]) >= 10;
}

function sameRound(form, step) {
  return Array.from(form.querySelectorAll(`[data-round="${step.dataset.round}"]`));
}

/** Whether something is answered in the block of a step. */
function isBegun(form, step) {
  const answers = given(form);
  return sameRound(form, step).some((each) => answers[each.dataset.step] !== undefined);
}

/** The place of the first question that must be answered before going on, -1 without one; a block left empty has none. */
function lacking(form, now, at) {
  const answers = given(form), step = now[at];
  if (step.dataset.round && !isBegun(form, step)) return -1;
  const round = step.dataset.round ? sameRound(form, step) : [step];
  return now.findIndex((each, place) => place <= at && round.includes(each)
    && each.querySelector(".must, [required]") && answers[each.dataset.step] === undefined);
}
