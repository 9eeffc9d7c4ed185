/** What the staff see of a kiosk, behind the PIN: how much waits, the network, the battery. */

import * as idle from "./idle.js";
import * as outbox from "./outbox.js";
import * as sender from "./sender.js";
import { isAble } from "./seal.js";
import { save } from "./file.js";

/** @returns {Promise<string>} the hash of a PIN, as survey/collect/kiosks.py makes it */
async function hashOf(pin, { salt, rounds }) {
  const bytes = Uint8Array.from(salt.match(/../g), (pair) => parseInt(pair, 16));
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(pin), "PBKDF2", false, ["deriveBits"]);
  const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: bytes, iterations: Number(rounds) }, key, 256);
  return Array.from(new Uint8Array(bits), (byte) => (byte + 256).toString(16).slice(1)).join("");
}

/** @param {HTMLElement} kiosk @param {HTMLElement} attract */
export function begin(kiosk, attract) {
  const panel = kiosk.querySelector("[data-panel]"), form = panel.querySelector("form"), inside = panel.querySelector("[data-inside]");
  const part = (name) => panel.querySelector(`[data-${name}]`);
  const waiting = async () => (await outbox.all()).filter((each) => each.kiosk && each.state !== "typing");

  function close() {
    form.reset();
    inside.hidden = panel.hidden = part("wrong").hidden = true;
    form.hidden = attract.hidden = false;
    idle.rest();
  }

  function open() {
    attract.hidden = true;
    panel.hidden = false;
    part("plain").hidden = isAble();
    form.querySelector(".button").disabled = !isAble();
    form.querySelector("input").focus();
  }

  async function count() {
    if (inside.hidden) return;
    const all = await waiting(), refused = all.filter((each) => each.state === "refused");
    part("unsent").textContent = String(all.length - refused.length);
    part("refused").textContent = String(refused.length);
    part("leave").disabled = all.length > 0;
    part("waits").hidden = all.length === 0;
    part("on").hidden = !navigator.onLine;
    part("off").hidden = navigator.onLine;
    const battery = navigator.getBattery && await navigator.getBattery();
    if (battery) part("battery").textContent = Math.round(battery.level * 100) + " %";
    part("charging").hidden = !battery || !battery.charging;
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isRight = await hashOf(form.querySelector("input").value, kiosk.dataset) === kiosk.dataset.pin;
    form.reset();
    part("wrong").hidden = isRight;
    inside.hidden = !isRight;
    form.hidden = isRight;
    if (isRight) await count();
  });
  kiosk.querySelector("[data-staff]").addEventListener("click", open);
  panel.querySelectorAll("[data-close]").forEach((each) => each.addEventListener("click", close));
  part("send").addEventListener("click", () => outbox.retry("pass", "refused").then(sender.now));
  part("save").addEventListener("click", async () => save(await waiting()));
  part("leave").addEventListener("click", async () => {
    await fetch(`/k/${kiosk.dataset.code}/leave`, { method: "POST" });
    location.reload();
  });
  sender.listen(() => count().catch(() => {}));
}
