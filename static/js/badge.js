/** Shows on every page how many submissions wait on this phone. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";

const LONG = 4e8; // milliseconds, over 4 days

async function count() {
  const all = await outbox.all();
  const unsent = all.filter((each) => each.state !== "typing" && each.state !== "sent").length;
  document.querySelectorAll("[data-waits]").forEach((badge) => {
    badge.querySelector("b").textContent = String(unsent);
    badge.hidden = unsent === 0;
  });
  if (all.some((each) => each.state !== "sent" && Math.abs(Date.now() - each.at) > LONG)) import("./ending.js");
}

sender.listen(() => count().catch(() => {}));
