/** Pictures of options: they load when they come into sight, and are all kept for times without a network. */

import * as worker from "./worker.js";

/** @param {HTMLFormElement} form of a questionnaire, or of a kiosk's screen; a preview keeps nothing */
export function begin(form) {
  if (form.id && !form.dataset.module) return;
  worker.begin(Array.from(form.querySelectorAll(".picture"), (each) => each.getAttribute("src"))).catch(() => {});
}
