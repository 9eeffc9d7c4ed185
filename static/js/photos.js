/** Photos of a submission: taken or chosen, made smaller on the phone, and kept with it until they are sent. */

import * as outbox from "./outbox.js";

const LONG_EDGE = 1600, QUALITY = 0.8, MOST = 6, LARGEST_RAW = 12e6;
const block = document.querySelector("[data-photos]");
const words = block.dataset;
const list = block.querySelector("ul");
const form = block.closest("form");
let count = 0;

/** @param {outbox.Submission} submission @param {() => Promise<void>} keep writes it down */
export async function begin(submission, keep) {
  if (!self.crypto.subtle) return; // without https a photo has no name
  for (const photo of await outbox.photosOf(submission.id)) photo.question ? counted(submission, 1) : show(photo, submission, keep);
  offer(submission);
  form.addEventListener("change", () => offer(submission));
  for (const input of block.querySelectorAll("input")) {
    input.addEventListener("click", keep); // WeChat and small Androids reload the page after the camera
    input.addEventListener("change", async () => {
      for (const file of Array.from(input.files)) await take(file, submission, keep);
      input.value = "";
    });
  }
}

/** Photos are asked for only where somebody found something: a deputy, or a resident who is dissatisfied. */
function offer(submission) {
  block.hidden = !(submission.deputy || count || form.querySelector(".g1 :checked, .g2 :checked"));
}

async function take(file, submission, keep) {
  if (count >= MOST) return say(words.sayMost);
  say(words.sayMaking);
  try {
    const photo = await made(file, submission);
    say(await outbox.keepPhoto(photo).then(() => show(photo, submission, keep), () => words.sayFull) || "");
  } catch (unreadable) { say(words.sayUnreadable); }
  await keep();
}

/** @returns {Promise<outbox.Photo>} a photo of a submission, not kept yet */
export async function made(file, submission) {
  const picture = await smaller(file);
  const bytes = await new Response(picture).arrayBuffer(); // WebKit's private mode keeps no Blobs
  const sha256 = outbox.hex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
  return { submission: submission.id, sha256, type: picture.type, bytes };
}

export function counted(submission, by) {
  submission.photos = count += by;
}

/** A JPEG of at most LONG_EDGE without EXIF; what this browser cannot read goes as it is, for the server to try. */
async function smaller(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => { image.onload = resolve; image.onerror = reject; });
    const scale = Math.min(1, LONG_EDGE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  } catch (unreadable) {
    if (/hei[cf]/.test(file.type + file.name.toLowerCase()) && file.size <= LARGEST_RAW) return file;
    throw unreadable;
  } finally { URL.revokeObjectURL(image.src); }
}

function show(photo, submission, keep) {
  const item = block.querySelector("template").content.cloneNode(true).firstElementChild;
  const image = item.querySelector("img");
  image.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  image.onload = () => URL.revokeObjectURL(image.src);
  item.querySelector("button").addEventListener("click", async () => {
    await outbox.dropPhoto(photo);
    item.remove();
    counted(submission, -1);
    await keep();
  });
  list.append(item);
  counted(submission, 1);
}

function say(sentence) {
  block.querySelector("[role=status]").textContent = sentence;
}
