/** Saves what waits on this phone to a file, which the office can bring in through the same door. */

import * as outbox from "./outbox.js";

function base64(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
}

/** @returns {Promise<Blob>} some submissions, photos included, as JSON */
async function written(submissions) {
  for (const submission of submissions) {
    submission.pictures = (await outbox.photosOf(submission.id))
      .map(({ sha256, type, bytes }) => ({ sha256, type, base64: base64(bytes) }));
  }
  return new Blob([JSON.stringify({ fivelists: 1, submissions })], { type: "application/json" });
}

/** @param {outbox.Submission[]} submissions */
export async function save(submissions) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await written(submissions));
  link.download = `fivelists-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}
