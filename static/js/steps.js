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
  const steps = Array.from(form.querySelectorAll("[data-step]"));
  const must = form.querySelector("[data-must]"), far = form.querySelector("[data-far]");
  let at = 0, isDone = false;

  function show() {
    const now = asked(form);
    steps.forEach((step) => { step.hidden = step !== now[at]; });
    must.hidden = true;
    far.textContent = [at + 1, now.length].reduce((text, number) => text.replace("{}", number), far.dataset.say);
    const isLast = at === now.length - 1;
    form.querySelector("[data-on]").hidden = isLast;
    form.querySelector("[data-last]").hidden = !isLast;
    scrollTo(0, 0);
  }

  function go() {
    const now = asked(form);
    const step = now[at];
    must.hidden = !step.querySelector(".must, [required]") || given(form)[step.dataset.step] !== undefined;
    if (!must.hidden || isDone) return;
    if (at < now.length - 1) { at += 1; return show(); }
    isDone = true;
    finish(Array.from(new FormData(form)).filter(([name]) => /^answer_/.test(name)));
  }

  function back() {
    if (at === 0) return leave();
    at -= 1;
    show();
  }

  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  form.addEventListener("change", show);
  form.querySelector("[data-back]").addEventListener("click", back);
  show();
  return back;
}
