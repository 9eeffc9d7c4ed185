/** Sends what waits in the outbox: one at a time, the oldest first, in one tab at a time, as patiently as it takes. */

import * as outbox from "./outbox.js";

const WORD = "fivelists", LOCK = "fivelists-outbox";
const PASS = [401, 403];
const PATIENCE = 60, LONGEST_PAUSE = 300;
const listeners = [];
let pause = 1, timer = 0;

/** Something that time may heal: no network, a full server, a hotel's log-in page. */
class Later extends Error {
  constructor(seconds = 0) { super("later"); this.seconds = seconds; }
}

/** Call back whenever something was sent or could not be. */
export function listen(listener) {
  listeners.push(listener);
}

/** Send whatever waits, at every sign that it might now work. */
export function start() {
  addEventListener("online", now);
  addEventListener("pageshow", now);
  document.addEventListener("visibilitychange", () => document.hidden || now());
  return now();
}

/** Try at once and begin the pauses anew. */
export function now() {
  pause = 1;
  return drain();
}

async function drain() {
  clearTimeout(timer);
  let wait = 0;
  try {
    wait = await alone(sendAll);
    if ((await outbox.waiting()).length) again(wait);
  } catch (refused) { /* this browser keeps nothing, so nothing waits */ }
  listeners.forEach((listener) => listener());
}

function again(least) {
  clearTimeout(timer);
  timer = setTimeout(drain, Math.max(pause, Math.min(least, LONGEST_PAUSE)) * 1000);
  pause = Math.min(pause * 2, LONGEST_PAUSE);
}

/** Run in one tab at a time. A lock that leaks costs a pause; that nothing is stored twice rests on the server's key. */
async function alone(work) {
  if (navigator.locks) return navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => lock ? work() : 0);
  const age = Date.now() - Number(localStorage.getItem(LOCK));
  if (age >= 0 && age < PATIENCE * 1000) return 0;
  localStorage.setItem(LOCK, String(Date.now()));
  try { return await work(); } finally { localStorage.removeItem(LOCK); }
}

/** @returns {Promise<number>} seconds to wait at least before what is left is tried again */
async function sendAll() {
  for (const submission of await outbox.waiting()) {
    try {
      if (!(await reachable())) return 0;
      await sendOne(submission);
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      if (error.seconds) return error.seconds;
    }
    listeners.forEach((listener) => listener());
  }
  return 0;
}

async function reachable() {
  try {
    return (await ask("/ping", { cache: "no-store" })).text.trim() === WORD;
  } catch (offline) { return false; }
}

async function sendOne(submission) {
  if (submission.state === "waiting") {
    const told = await post(submission);
    if (!told.receipt) return outbox.mark(submission.id, told);
    await outbox.receive(submission.id, told.receipt);
  }
  for (const photo of await outbox.photosOf(submission.id)) if (!photo.refused) await sendPhoto(submission, photo);
  return outbox.settle(submission.id);
}

async function sendPhoto(submission, photo) {
  const answer = await ask(`/s/${submission.code}/${submission.id}/photos/${photo.sha256}`, {
    method: "PUT", headers: { "Content-Type": photo.type }, body: photo.bytes,
  });
  const told = read(answer);
  if (answer.ok && told.photo === photo.sha256) await outbox.dropPhoto(photo);
  else if (answer.ok || !told.code || told.code === "damaged_photo") throw new Later();
  else await outbox.keepPhoto(Object.assign(photo, { refused: told.message }));
  listeners.forEach((listener) => listener());
}

/**
 * Send one submission.
 * @returns {Promise<{receipt?: string, state?: string, says?: string}>} its receipt, or why it was
 *   refused; rejects when it should be tried again
 */
export async function post(submission) {
  const token = submission.deputy ? read(await ask("/token", { cache: "no-store" })) : { token: "" };
  if (token.code) return { state: "pass", says: token.message };
  const answer = await ask(submission.address || `/s/${submission.code}/${submission.id}`, {
    method: "POST",
    body: new URLSearchParams(submission.fields.concat([["csrf_token", token.token]])),
  });
  const told = read(answer);
  if (answer.ok && told.submission === submission.id) return { receipt: told.receipt };
  if (answer.ok || !told.code || told.code === "stale_form") throw new Later();
  const state = PASS.includes(answer.status) ? "pass" : told.code === "wrong_answers" ? "typing" : "refused";
  return { state, says: told.message };
}

/** What an answer says; whatever is not ours or is no final answer is for later. */
function read(answer) {
  if (answer.status === 429 || answer.status === 503) throw new Later(answer.wait || 1);
  if (answer.status >= 500) throw new Later();
  try { return JSON.parse(answer.text); } catch (notOurs) { throw new Later(); }
}

async function ask(address, options) {
  const headers = Object.assign({ Accept: "application/json" }, options.headers);
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), PATIENCE * 1000);
  try {
    const answer = await fetch(address, Object.assign({}, options, { credentials: "same-origin", headers, signal: patience.signal }));
    const wait = Number(answer.headers.get("Retry-After"));
    return { ok: answer.ok, status: answer.status, wait, text: await answer.text() };
  } catch (offline) {
    throw new Later(1);
  } finally { clearTimeout(alarm); }
}
