/** What is typed on the page of a questionnaire: read, put back, and looked through for what is missing. */

const form = document.getElementById("sheet");
const OWN = /^answer_|^(visit_kind|reason|near(_accuracy)?)$/;

/** @returns {[string, string][]} what the form would send */
export function fields() {
  return Array.from(new FormData(form)).filter(([name]) => name !== "csrf_token");
}

export function isUntouched() {
  const preset = new URLSearchParams(form.dataset.preset);
  return !fields().some(([name, value]) => value && OWN.test(name) && !preset.getAll(name).includes(value));
}

/** @param {[string, string][]} earlier what was typed before */
export function restore(earlier) {
  form.dispatchEvent(new CustomEvent("restoring", { detail: earlier }));
  for (const field of form.elements) {
    if (!OWN.test(field.name)) continue;
    const values = earlier.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values.find((value) => value !== "na") || "";
  }
  form.querySelectorAll("details").forEach((more) => { more.open = more.querySelector("input:checked") !== null; });
  document.querySelector("[data-restored]").hidden = false;
  form.dispatchEvent(new Event("restored"));
}

/** @returns {Element[]} what must be answered, is asked, and is not; without a network nobody else can say it */
export function missing() {
  const given = fields().filter(([, value]) => value).map(([name]) => name);
  return Array.from(form.querySelectorAll(".q")).filter((block) => {
    const inputs = Array.from(block.querySelectorAll("[name]"));
    return !block.hidden && block.querySelector(".must, [required]") && !inputs.some((input) => given.includes(input.name));
  });
}

/** Mark what is missing and go to the first of it. @returns {boolean} whether nothing is */
export function isComplete() {
  const blocks = missing();
  form.querySelectorAll(".q").forEach((block) => block.classList.toggle("wrong", blocks.includes(block)));
  if (!blocks.length) return true;
  form.querySelector("[data-state]").textContent = form.dataset.sayMissing;
  goTo(blocks[0]);
  return false;
}

export function goTo(block) {
  block.scrollIntoView();
  block.querySelector("[name]").focus();
}
