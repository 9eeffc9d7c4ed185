/** A deputy's page on the road: which route is today's, how far its stops are, and the sheets on this phone. */

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

const far = document.querySelector("[data-far]");

function distance(metres) {
  if (metres < 1000) return far.dataset.sayM.replace("{}", String(Math.round(metres / 10) * 10));
  return far.dataset.sayKm.replace("{}", (metres / 1000).toFixed(1));
}

/** How far every stop is from here, as the crow flies. */
async function measure() {
  const position = await import("./position.js");
  const found = await position.find();
  far.querySelector("button").hidden = true;
  if (!found.at) far.querySelector("span").textContent = found === "refused" ? far.dataset.sayRefused : far.dataset.sayUnknown;
  else document.querySelectorAll("[data-at]").forEach((stop) => {
    stop.textContent = distance(position.metres(stop.dataset.at, found.at));
    stop.hidden = false;
  });
}

/** Without a tap only where the person allowed it before. */
async function offer() {
  if (!far || !navigator.geolocation) return;
  far.hidden = false;
  far.querySelector("button").addEventListener("click", () => measure().catch(() => {}));
  const { state } = await navigator.permissions.query({ name: "geolocation" });
  if (state === "granted") await measure();
}

today();
offer().catch(() => {}); // a browser that cannot say what is allowed waits for the tap
