/** On a deputy's sheet: marks that the server would refuse are said at once, since without a network nobody else can. */

import { goTo, isComplete, missing } from "./typed.js";

const form = document.getElementById("sheet");

/** @returns {string} what is wrong with the marks typed, by the rule of survey/questionnaires/values.py */
function wrong({ dataset: { from, marks, step, sayRange, sayStep }, firstElementChild: { value } }) {
  const plain = value.normalize("NFKC").trim(), places = (plain - from) / step;
  if (!plain) return "";
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain) || +plain < +from || +plain > +marks) return sayRange;
  return Math.abs(places - Math.round(places)) < 1e-6 ? "" : sayStep;
}

/** @returns {Element[]} the questions whose marks cannot be taken */
function refused() {
  return Array.from(form.querySelectorAll(".q:not([hidden]) [data-say-range]")).filter(wrong).map((block) => block.closest(".q"));
}

/** Say beside a question what is wrong with its marks, or take back what was said. */
function tell(question, isWrong) {
  const block = question.querySelector("[data-say-range]"), number = block.querySelector("input");
  let says = question.querySelector(".error");
  if (isWrong && !says) block.before(says = Object.assign(document.createElement("p"), { className: "error", id: "e-" + question.dataset.q }));
  if (isWrong) says.textContent = wrong(block);
  else if (says) says.remove();
  number.setAttribute("aria-invalid", String(isWrong));
  if (isWrong) number.setAttribute("aria-describedby", says.id);
  question.classList.toggle("wrong", isWrong);
}

/** Once left, wrong marks are marked; what was marked is not any more as soon as it is mended. */
function look({ type, target }) {
  const question = target.closest(".q");
  if (!question) return;
  const isWrong = refused().includes(question);
  if (isWrong ? type === "change" : question.matches(".wrong") && !missing().includes(question)) {
    if (question.querySelector("[data-say-range]")) tell(question, isWrong);
    else question.classList.remove("wrong");
  }
}

form.addEventListener("input", look);
form.addEventListener("change", look);
document.addEventListener("submit", (event) => {
  const questions = refused();
  if (event.target !== form || !questions.length || (event.submitter && event.submitter.name)) return;
  event.preventDefault();
  event.stopPropagation(); // filling.js would hand it over
  isComplete();
  questions.forEach((question) => tell(question, true));
  form.querySelector("[data-state]").textContent = form.dataset.sayMissing;
  goTo(form.querySelector(".q.wrong"));
}, true);
