/** For pages that only pass by: send what waits, say how much it is, and count the photos of a receipt as they arrive. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import "./badge.js";

const counter = document.querySelector("[data-arrived]");

async function count() {
  const submission = (await outbox.all()).find((each) => location.pathname.endsWith("/" + each.receipt));
  if (!submission) return;
  const left = (await outbox.photosOf(submission.id)).length;
  counter.querySelector("b").textContent = String(counter.dataset.all - left);
}

if (counter) sender.listen(() => count().catch(() => {}));
sender.start();
