/** Sends what waits in the outbox: one at a time, the oldest first, in one tab at a time, as patiently as it takes. */

import * as outbox from "./outbox.js";
import * as server from "./server.js";

const LOCK = "fivelists-outbox", LEASE = 60, LONGEST_PAUSE = 300;
const listeners = [];
let pause = 1, timer = 0;

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
  if (age >= 0 && age < LEASE * 1000) return 0;
  localStorage.setItem(LOCK, String(Date.now()));
  try { return await work(); } finally { localStorage.removeItem(LOCK); }
}

/** @returns {Promise<number>} seconds to wait at least before what is left is tried again */
async function sendAll() {
  for (const submission of await outbox.waiting()) {
    try {
      if (!(await server.isReachable())) return 0;
      await sendOne(submission);
    } catch (error) {
      if (!(error instanceof server.Later)) throw error;
      if (error.seconds) return error.seconds;
    }
    listeners.forEach((listener) => listener());
  }
  return 0;
}

async function sendOne(submission) {
  if (submission.state === "waiting") {
    const told = await server.post(submission);
    return told.receipt ? finish(submission, told.receipt) : outbox.mark(submission.id, told).catch(full);
  }
  return finish(submission, submission.receipt);
}

/** The server has the answers; their photos follow. */
export async function finish({ id, code }, receipt) {
  await outbox.receive(id, receipt).catch(full);
  for (const photo of await outbox.photosOf(id).catch(() => [])) if (!photo.refused) await sendPhoto({ id, code }, photo);
  await outbox.settle(id).catch(full);
}

/** A full phone cannot write down what arrived: it is sent again once there is room, and counted once. */
function full() {}

async function sendPhoto(submission, photo) {
  const refused = await server.put(submission, photo);
  await (refused ? outbox.keepPhoto(Object.assign(photo, { refused })) : outbox.dropPhoto(photo)).catch(full);
  listeners.forEach((listener) => listener());
}
