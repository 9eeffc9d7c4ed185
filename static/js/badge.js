/** Shows on every page how many submissions wait on this phone. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";

async function count() {
  const unsent = (await outbox.all()).filter((each) => each.state !== "typing" && each.state !== "sent").length;
  document.querySelectorAll("[data-waits]").forEach((badge) => {
    badge.querySelector("b").textContent = String(unsent);
    badge.hidden = unsent === 0;
  });
}

sender.listen(() => count().catch(() => {}));
