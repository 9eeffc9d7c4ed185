/** On a deputy's long sheet: how much is left to answer, and a tap goes to the first of it. */

import { goTo, missing } from "./typed.js";
import "./here.js";
import "./marks.js";

const form = document.getElementById("sheet");
const left = form.querySelector("[data-left]");

function count() {
  const blocks = missing();
  left.hidden = !blocks.length;
  left.querySelector("b").textContent = String(blocks.length);
}

left.addEventListener("click", () => goTo(missing()[0]));
for (const sign of ["input", "change", "restored"]) form.addEventListener(sign, count);
count();
