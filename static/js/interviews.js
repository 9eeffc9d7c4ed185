/** The interviewer's page: keeps itself and the sites that it leads to for use without a network, and sends what waits. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import * as worker from "./worker.js";
import "./badge.js";

async function pack() {
  const pages = Array.from(document.querySelectorAll("[data-keep]"), (link) => link.getAttribute("href"));
  await worker.begin(pages);
  document.querySelector("[data-packed]").hidden = !pages.length;
}

outbox.retry("pass").catch(() => {}).then(sender.start);
pack().catch(() => {}); // without it the pages do not open offline, and that is all
