/** The photo that a question asks for: kept in the outbox beside the others, and named in the answers by its hash. */

import * as outbox from "./outbox.js";

/** Begins once the outbox keeps this form; a kiosk keeps no photos. @param {HTMLFormElement} form */
export function begin(form) {
  form.addEventListener("begun", ({ detail }) => form.querySelectorAll("[data-picture]").forEach((block) => offer(block, detail)));
}

async function offer(block, { submission, keep }) {
  if (!self.crypto.subtle) return;
  const { counted, made } = await import("./photos.js"); // which a kiosk has no place for
  const field = block.querySelector("[type=hidden]"), image = block.querySelector("img"), drop = block.querySelector("[data-drop]");
  const words = document.querySelector("[data-photos]").dataset;
  const say = (sentence) => { block.querySelector("[role=status]").textContent = sentence; };
  const kept = async () => (await outbox.photosOf(submission.id)).find((photo) => photo.question === field.name);

  function show(photo) {
    image.hidden = drop.hidden = !photo;
    field.value = photo ? photo.sha256 : "";
    if (photo) image.src = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  async function forget() {
    const photo = await kept();
    if (!photo) return;
    await outbox.dropPhoto(photo);
    counted(submission, -1);
  }

  async function take(file) {
    say(words.sayMaking);
    try {
      const photo = Object.assign(await made(file, submission), { question: field.name });
      await forget();
      await outbox.keepPhoto(photo);
      counted(submission, 1);
      show(photo);
      await keep();
      say("");
    } catch (error) {
      say(error && error.name === "QuotaExceededError" ? words.sayFull : words.sayUnreadable);
    }
  }

  block.querySelectorAll("[data-with]").forEach((part) => { part.hidden = false; });
  block.querySelector("[data-without]").hidden = true;
  block.querySelectorAll("[type=file]").forEach((input) => {
    input.addEventListener("click", keep); // the camera may reload the page
    input.addEventListener("change", async () => {
      if (input.files.length) await take(input.files[0]);
      input.value = "";
    });
  });
  drop.addEventListener("click", async () => {
    await forget();
    show();
    await keep();
  });
  const before = await kept();
  if (before) show(before);
  else field.value = "";
}
