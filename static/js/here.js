/** On a deputy's sheet: whether the site is near, said by the phone on a tap, shown before it is sent, and taken back. */

const block = document.querySelector("[data-here]");
const form = block.closest("form"), words = block.dataset;
const { near, near_accuracy: accuracy } = form.elements;
const look = block.querySelector("[data-look]"), drop = block.querySelector("[data-drop]");
const REFUSED = "refused " + location.pathname;

/** A refusal holds for this page, as long as the tab lives. */
function isRefused() {
  try { return sessionStorage.getItem(REFUSED) !== null; } catch (keepsNothing) { return look.hidden; }
}

function remember() {
  look.hidden = true;
  try { sessionStorage.setItem(REFUSED, ""); } catch (keepsNothing) { /* then until the page is left */ }
}

function say(sentence) {
  block.querySelector("[role=status]").textContent = sentence;
}

function show() {
  const says = { yes: words.sayYes, no: words.sayNo, unknown: words.sayUnknown }[near.value];
  const refused = !says && isRefused();
  say(says ? says.replace("{}", accuracy.value) : refused ? words.sayRefused : "");
  look.hidden = Boolean(says) || refused;
  drop.hidden = !says;
}

function record(what, metres) {
  near.value = what;
  accuracy.value = metres;
  form.dispatchEvent(new Event("change"));
  show();
}

async function ask() {
  say(words.sayLooking);
  look.disabled = true;
  const position = await import("./position.js");
  const found = await position.find();
  look.disabled = false;
  if (found === "refused") { remember(); return show(); }
  if (found === "unknown") return record("unknown", "");
  record(position.near(words.here, found), String(Math.max(1, Math.round(found.accuracy))));
}

look.addEventListener("click", () => ask().catch(() => { look.disabled = false; show(); }));
drop.addEventListener("click", () => record("", ""));
form.addEventListener("restored", show);
block.hidden = !(words.here && navigator.geolocation);
show();
