/** Sends one thing to the server and reads the answer; when, is sender.js's to know. */

const WORD = "fivelists", PATIENCE = 60;
const PASS = [401, 403];

/** Something that time may heal: no network, a full server, a hotel's log-in page. */
export class Later extends Error {
  constructor(seconds = 0) { super("later"); this.seconds = seconds; }
}

/** @returns {Promise<boolean>} whether it is we who answer */
export async function isReachable() {
  try {
    return (await ask("/ping", { cache: "no-store" })).text.trim() === WORD;
  } catch (offline) { return false; }
}

/** @returns {Promise<{receipt?: string, state?: string, says?: string}>} its receipt, or why it was not taken */
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

/** @returns {Promise<string>} why a photo was refused; empty when it is stored */
export async function put(submission, photo) {
  const answer = await ask(`/s/${submission.code}/${submission.id}/photos/${photo.sha256}`, {
    method: "PUT", headers: { "Content-Type": photo.type }, body: photo.bytes,
  });
  const told = read(answer);
  if (answer.ok && told.photo === photo.sha256) return "";
  if (answer.ok || !told.code || told.code === "damaged_photo") throw new Later();
  return told.message;
}

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
    const answer = await fetch(address, Object.assign({}, options, { headers, signal: patience.signal }));
    const wait = Number(answer.headers.get("Retry-After"));
    return { ok: answer.ok, status: answer.status, wait, text: await answer.text() };
  } catch (offline) {
    throw new Later(1);
  } finally { clearTimeout(alarm); }
}
