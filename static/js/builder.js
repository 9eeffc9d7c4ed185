/** The builder without reloads: steps by fetch, questions dragged, keys for moving and undoing. */

const status = () => document.querySelector("[data-status]");

/** Send a step and take over the list that comes back; the phone beside it shows the question that was changed. */
async function send(form, button) {
  const fields = new FormData(form, button);
  const name = fields.get("question");
  const focused = document.activeElement && document.activeElement.id;
  const open = button.getAttribute("formaction") || form.getAttribute("action");
  const answer = await fetch(open, { method: "POST", body: fields, headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-builder]");
  if (!fresh) return location.reload(); // signed out, or changed by somebody else: the page says so
  if (name) fresh.querySelector("iframe").src += `#q-${name}`;
  document.querySelector("[data-builder]").replaceWith(fresh);
  prepare();
  focus(focused, name);
}

/** Back to the button that was pressed; at the end of the list it is no button any more, but its twin is. */
function focus(id, name) {
  const pressed = id && document.getElementById(id);
  const twin = pressed && pressed.disabled ? pressed.closest(".acts").querySelector("button:not([disabled])") : pressed;
  const link = name && document.querySelector(`[data-question="${CSS.escape(name)}"] a`);
  const next = twin || link || document.getElementById("undo");
  next.focus();
  if (name) next.closest("li")?.scrollIntoView({ block: "nearest" });
}

function prepare() {
  document.querySelectorAll("[data-question]").forEach((item) => { item.draggable = true; });
  document.querySelector("[data-keys]").hidden = false;
}

let held = null;

function mark(over) {
  document.querySelectorAll(".over").forEach((each) => each.classList.remove("over"));
  if (over) over.classList.add("over");
}

/** Drop the held question before an item, or at the end of a list. */
function drop(over) {
  const list = over.closest("[data-section]");
  const others = Array.from(list.children).filter((each) => each !== held);
  const before = over.closest("[data-question]");
  if (before === held) return;
  const position = before ? others.indexOf(before) : others.length;
  const form = held.querySelector("form"), button = document.createElement("button");
  button.name = "to";
  button.value = `${list.dataset.section}:${position}`;
  button.hidden = true;
  form.append(button);
  form.requestSubmit(button);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-builder]") || form.method !== "post") return;
  event.preventDefault();
  send(form, event.submitter).catch(() => {
    status().classList.remove("vh");
    status().textContent = document.querySelector("[data-builder]").dataset.sayLost;
  });
});
document.addEventListener("dragstart", (event) => {
  held = event.target.closest && event.target.closest("[data-question]");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.question);
  held.classList.add("held");
});
document.addEventListener("dragover", (event) => {
  const over = held && event.target.closest && event.target.closest("[data-question], [data-section]");
  if (over) event.preventDefault();
  mark(over);
});
document.addEventListener("drop", (event) => {
  const over = held && event.target.closest("[data-question], [data-section]");
  if (!over) return;
  event.preventDefault();
  drop(over);
});
document.addEventListener("dragend", () => {
  if (held) held.classList.remove("held");
  held = null;
  mark(null);
});
document.addEventListener("keydown", (event) => {
  if (/^(input|select|textarea)$/i.test(event.target.tagName)) return;
  const item = event.target.closest("[data-question]");
  const arrow = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (item && arrow && event.altKey) {
    event.preventDefault();
    document.getElementById(`${arrow}-${item.dataset.question}`).click();
  } else if (/^[zy]$/i.test(event.key) && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    document.getElementById(event.shiftKey || /y/i.test(event.key) ? "redo" : "undo").click();
  }
});
prepare();
