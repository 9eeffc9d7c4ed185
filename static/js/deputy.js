/** A deputy's own page: stores all that the field needs, and sends what waited for the pass that is open now. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as road from "./road.js";
import * as worker from "./worker.js";
import { normalise, sites } from "./blank.js";
import { needs } from "./scanner.js";
import "./badge.js";

async function pack() {
  const all = await sites();
  openTyped(all);
  const sheets = Array.from(new Set(all.map((site) => `/deputy/sheets/${site[4]}`)));
  await worker.begin(["/deputy/pack.json"].concat(sheets, pages(), await needs()));
  const ready = document.querySelector("[data-packed]");
  ready.querySelector("b").textContent = String(all.length);
  ready.hidden = false;
  document.querySelector("[data-unpacked]").hidden = true;
}

/** @returns {string[]} the pages of visits and findings that the road leads to, and the photos of what is to be judged */
function pages() {
  const rows = Array.from(document.querySelectorAll("[data-keep]"), (row) => row.dataset.keep.split(" "));
  return Array.from(new Set([].concat(...rows))).filter(Boolean);
}

/** A typed code that the phone knows opens its sheet, with or without a network; any other is the server's to refuse. */
function openTyped(all) {
  const form = document.querySelector("form[action='/code']");
  form.addEventListener("submit", (event) => {
    const code = normalise(form.elements.code.value);
    if (!all.some(([each]) => each === code)) return;
    event.preventDefault();
    location.assign("/S/" + code);
  });
}

sender.listen(() => road.show().catch(() => {}));
outbox.retry("pass").catch(() => {}).then(sender.start);
pack().catch(() => {});
