/** A deputy's page on the road: which route is today's, and the sheets on this phone. */

import * as outbox from "./outbox.js";

const drafts = document.querySelector("[data-drafts]");

/** The page may have been stored on the eve of the visit. Swedes write days as ISO does; the day is the district's. */
function today() {
  const day = new Date().toLocaleDateString("sv", { timeZone: drafts.dataset.zone });
  document.querySelectorAll("[data-route]").forEach((route) => {
    const { from, to } = route.dataset;
    route.querySelector("[data-today]").hidden = day < from || day > to;
  });
}

/** @param {outbox.Submission} submission */
function row(submission) {
  const shown = drafts.querySelector("template").content.cloneNode(true);
  const { state, missing } = submission;
  const now = state === "typing" ? (missing ? "incomplete" : "complete") : state === "waiting" || state === "photos" ? "waiting" : "held";
  shown.querySelector("a").href = state === "typing" ? submission.page || "/S/" + submission.code : "/waiting";
  shown.querySelector("strong").textContent = submission.site;
  shown.querySelector("b").textContent = String(missing);
  shown.querySelectorAll("[data-when]").forEach((each) => { each.hidden = each.dataset.when !== now; });
  return shown;
}

/** Every sheet of this deputy that has not arrived: what is typed with how complete it is, and what waits. */
export async function show() {
  const all = await outbox.all();
  const mine = all.filter(({ deputy, state }) => deputy === drafts.dataset.drafts && state !== "sent");
  const list = drafts.querySelector("ul");
  list.textContent = "";
  list.append(...mine.map(row));
  drafts.hidden = mine.length === 0;
}

today();
