/** The outbox: what was typed on this phone, until the server has said that it is stored. It stores; sender.js sends. */

import * as store from "./store.js";

/** @typedef {import("./kept.js").Submission} Submission @typedef {import("./kept.js").Photo} Photo */

const RECEIPTS_KEPT = 20;

/** @returns {string} a UUID, also where randomUUID is missing */
export function mint() {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  return [[0, 4], [4, 6], [6, 8], [8, 10], [10, 16]].map(([from, to]) => hex(b.slice(from, to))).join("-");
}

/** @param {Uint8Array} bytes */
export function hex(bytes) {
  return Array.from(bytes, (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/** @returns {Promise<Submission[]>} everything on this phone, the oldest first */
export async function all() {
  return (await store.all("submissions")).sort((one, other) => one.at - other.at);
}

/** @returns {Promise<Submission[]>} what can be sent now, the oldest first */
export async function waiting() {
  return (await all()).filter((each) => each.state === "waiting" || each.state === "photos");
}

/** @returns {Promise<Submission|undefined>} what somebody was typing for a site */
export async function begun(code, deputy, page) {
  return (await all()).reverse().find((each) => each.state === "typing" && each.code === code && each.deputy === deputy && (each.page || "") === page);
}

/** @returns {Promise<Submission|undefined>} */
export function get(id) {
  return store.get("submissions", id);
}

/** Keep what is being typed; one that another tab has already handed over stays as it was sent. */
export function keep(submission) {
  return store.change("submissions", submission.id, (stored) => stored && stored.state !== "typing" ? undefined : submission);
}

/** Let what is in one of these states be tried once more. */
export async function retry(...states) {
  for (const each of await all()) {
    if (states.includes(each.state)) await mark(each.id, { state: each.receipt ? "photos" : "waiting" });
  }
}

export function mark(id, properties) {
  return store.change("submissions", id, (stored) => stored && Object.assign(stored, properties));
}

/** @returns {Promise<string>} the id under which it waits: an own one where another tab was quicker with the same */
export async function handOver(submission) {
  const waits = Object.assign({}, submission, { state: "waiting", says: "" });
  const stored = await keep(waits);
  if (stored) return submission.id;
  const id = mint();
  for (const photo of await photosOf(submission.id)) await keepPhoto(Object.assign(photo, { submission: id }));
  return handOver(Object.assign(waits, { id }));
}

/** The server has it: what was answered leaves this phone, the receipt stays. */
export function receive(id, receipt) {
  return mark(id, { state: "photos", receipt, fields: [], says: "" });
}

/** All has been tried: it is sent, unless a photo was refused. Only the last receipts stay, and none on a kiosk. */
export async function settle(id) {
  if ((await get(id)).kiosk) return forget(id);
  const [refused] = await photosOf(id);
  await mark(id, refused ? { state: "refused", says: refused.refused } : { state: "sent" });
  const sent = (await all()).filter((each) => each.state === "sent");
  for (const old of sent.slice(0, -RECEIPTS_KEPT)) await forget(old.id);
}

/** Remove a submission with its photos; only for what is sent, or with the person's yes. */
export function forget(id) {
  return store.remove(["submissions", id], ["photos", ofSubmission(id)]);
}

function ofSubmission(id) {
  return IDBKeyRange.bound([id], [id, []]);
}

/** @returns {Promise<Photo[]>} the photos that wait with a submission */
export function photosOf(id) {
  return store.all("photos", ofSubmission(id));
}

/** @param {Photo} photo */
export function keepPhoto(photo) {
  return store.change("photos", [photo.submission, photo.sha256], () => photo);
}

export function dropPhoto(photo) {
  return store.remove(["photos", [photo.submission, photo.sha256]]);
}
