/** The page of what waits on this phone: each submission with its state and what to do about it. */

import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import { days, offer, own } from "./ending.js";
import * as worker from "./worker.js";
import "./badge.js";

const PAUSE = 250; // milliseconds
const page = document.querySelector("[data-page]");
const list = page.querySelector("[data-list]");
const when = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

function part(root, name) {
  return root.querySelector(`[data-${name}]`);
}

/** Where to go on with it; the page of a correction is of no use once it was sent. */
function pageOf(submission) {
  return submission.address || submission.state === "typing" ? submission.page : "";
}

/** @param {outbox.Submission} submission @param {outbox.Photo[]} photos */
function row(submission, photos) {
  const shown = part(page, "row").content.cloneNode(true);
  part(shown, "site").textContent = submission.site;
  part(shown, "site").href = pageOf(submission) || "/S/" + submission.code;
  part(shown, "at").textContent = when.format(new Date(submission.at));
  part(shown, "at").dateTime = new Date(submission.at).toISOString();
  shown.querySelectorAll("[data-when]").forEach((each) => { each.hidden = each.dataset.when !== submission.state; });
  part(shown, "says").textContent = submission.says || "";
  part(shown, "receipt").hidden = !submission.receipt;
  part(shown, "receipt").href = pageOf(submission) || "/r/" + submission.receipt;
  for (const photo of photos) part(shown, "photos").append(thumbnail(photo));
  part(shown, "delete").hidden = submission.state === "sent";
  part(shown, "delete").addEventListener("click", (event) => ask(event.target.closest("li"), submission));
  return shown;
}

function thumbnail(photo) {
  const image = document.createElement("img");
  image.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  image.alt = photo.refused || "";
  image.onload = () => URL.revokeObjectURL(image.src);
  return image;
}

/** Nothing unsent is deleted without a yes, and without the offer to save it first. */
function ask(item, submission) {
  const question = part(item, "sure");
  question.hidden = false;
  part(question, "yes").addEventListener("click", () => outbox.forget(submission.id).then(() => item.remove()).then(show));
  part(question, "no").addEventListener("click", () => { question.hidden = true; });
  part(question, "no").focus();
}

async function show() {
  const all = (await own()).reverse();
  const unsent = all.filter((each) => each.state !== "sent");
  const rows = await Promise.all(all.map(async (each) => row(each, await outbox.photosOf(each.id))));
  if (list.querySelector("[data-sure]:not([hidden])")) return; // somebody is deciding
  list.replaceChildren ? list.replaceChildren(...rows) : (list.textContent = "", list.append(...rows));
  part(page, "nothing").hidden = unsent.length > 0;
  part(page, "something").hidden = unsent.length === 0;
  part(page, "old").hidden = !unsent.some(days);
}

let isWanted = false, drawn = Promise.resolve();

/** Each drawing reads everything that is kept, so with hundreds waiting not every photo sent may cause one. */
function refresh() {
  if (isWanted) return;
  isWanted = true;
  const later = () => new Promise((resolve) => setTimeout(resolve, PAUSE));
  drawn = drawn.then(later).then(() => { isWanted = false; return show(); }).catch(() => {});
}

async function begin() {
  await show();
  sender.listen(refresh);
  await outbox.retry("pass");
  offer(page);
  await sender.start();
}

begin().catch(() => { part(page, "refused").hidden = false; });
worker.begin().catch(() => {});
