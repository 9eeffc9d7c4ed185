/** What of a form is asked, given what is answered so far: its conditions in data-conditions, its questions in data-step. */

/* global evaluate, live */

/** @returns {Object<string, string|string[]>} the answers in a form, by question */
export function given(form) {
  const found = {};
  for (const field of form.elements) {
    if (!field.value || !/^answer_/.test(field.name) || (/radio|checkbox/.test(field.type) && !field.checked)) continue;
    const name = field.name.slice(7);
    found[name] = field.type === "checkbox" && field.value !== "na" ? (found[name] || []).concat(field.value) : field.value;
  }
  if (form.dataset.live) live.begin(form, found);
  return found;
}

/** @returns {HTMLElement[]} the questions that are asked; an answer to what is not asked counts for nothing */
export function asked(form) {
  const answers = given(form), conditions = JSON.parse(form.dataset.conditions), isLive = form.dataset.live;
  return Array.from(form.querySelectorAll("[data-step]")).filter((step) => {
    const name = step.dataset.step, tree = conditions[name];
    const isAsked = tree === undefined || evaluate(tree, answers);
    if (!isAsked) delete answers[name];
    const isMet = !isAsked || !isLive || live.meet(form, step, name, answers);
    return isAsked && isMet && step.tagName !== "TEMPLATE";
  });
}
