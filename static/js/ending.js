/** Warns on every page before a browser deletes what has waited here for days, and offers to send or to save it. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import { save } from "./file.js";

const DAY = 24 * 3600 * 1000; // milliseconds
const OLD = 5; // days; Safari deletes what a page keeps 7 days after the last visit

/** @returns {Promise<outbox.Submission[]>} what is this phone's own, the oldest first; a kiosk's is the staff's */
export async function own() {
  return (await outbox.all()).filter((each) => !each.kiosk);
}

/** @returns {number} whole days since it was begun, whichever way the phone's clock was set since */
export function days(submission) {
  return Math.floor(Math.abs(Date.now() - submission.at) / DAY);
}

/** Let the two buttons of a notice or a page work. @param {Element} root */
export function offer(root) {
  root.querySelector("[data-send]").addEventListener("click", () => outbox.retry("pass", "refused").then(sender.now));
  root.querySelector("[data-save]").addEventListener("click", async () => {
    save((await own()).filter((each) => each.state !== "sent" && !each.secret));
  });
}

/** The warning in this person's language: it stands on the page of what waits, which every phone keeps. */
async function brought() {
  const here = document.querySelector("[data-ending]");
  if (here) return here;
  const notice = await fetch("/waiting").then(cut).catch(() => caches.match("/waiting").then(cut));
  offer(notice);
  document.querySelector("main").prepend(notice);
  return notice;
}

/** @returns {Promise<Element>} the warning with its buttons; rejects where a stranger answered, such as a hotel */
async function cut(answer) {
  const waiting = new DOMParser().parseFromString(await answer.text(), "text/html");
  const notice = document.importNode(waiting.querySelector("[data-ending]"), true);
  notice.append(document.importNode(waiting.querySelector("[data-offers]"), true));
  return notice;
}

/** A deputy's begun sheet is warned of too; what a resident began and left is not. */
async function warn() {
  const unsent = (await own()).filter((each) => each.state !== "sent" && (each.state !== "typing" || each.deputy));
  const oldest = Math.max(0, ...unsent.map(days));
  if (oldest < OLD && !document.querySelector("[data-ending]")) return;
  const notice = await brought();
  notice.querySelector("b").textContent = String(oldest);
  notice.hidden = oldest < OLD;
}

let warned = warn().catch(() => {});
sender.listen(() => { warned = warned.then(warn).catch(() => {}); });
