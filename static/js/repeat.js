/** Blocks that are answered several times: another one is added here, without asking the server. */

const MOST = 10;

/** @param {HTMLFormElement} form */
export function begin(form) {
  form.querySelectorAll("button[name=switch][value^='more=']").forEach((button) => {
    button.type = "button";
    button.addEventListener("click", () => {
      const block = add(form, button);
      if (block) block.querySelector("[name]").focus();
    });
  });
  form.addEventListener("again", ({ detail }) => addScreens(form, detail));
  form.dataset.rounds = "1";
  if (form.querySelector("[data-again]")) form.dispatchEvent(new Event("change"));
  form.addEventListener("restoring", ({ detail }) => detail.forEach(([name]) => {
    const number = Number(name.split(":")[0].split(".")[1]);
    const question = form.querySelector(`[name="${name.replace(/\.\d+/, ".1")}"]`);
    const repeat = number && question && question.closest("[data-block]").dataset.block;
    const button = repeat && form.querySelector(`button[value="more=${repeat}"]`);
    while (button && blocks(form, repeat).length < number && add(form, button));
  }));
}

function blocks(form, repeat) {
  return Array.from(form.querySelectorAll(`[data-block="${repeat}"]`));
}

/** @returns {Element|null} a new, empty block behind the last one */
function add(form, button) {
  const all = blocks(form, button.value.slice(5)), last = all[all.length - 1];
  if (all.length >= MOST) return null;
  const copy = renumbered(last, all.length);
  copy.dataset.number = all.length + 1;
  last.after(copy);
  form.dispatchEvent(new Event("change"));
  return copy;
}

/** @returns {Element} an empty copy of a block, or of a part of one, that counts one more */
function renumbered(block, number) {
  const from = "." + number, to = "." + (number + 1), copy = block.cloneNode(true);
  [copy, ...copy.querySelectorAll("*")].forEach((each) => {
    ["name", "id", "for", "data-q", "data-step", "data-round", "aria-describedby"].forEach((kind) => {
      const said = each.getAttribute(kind);
      if (said && said.includes(from)) each.setAttribute(kind, said.replace(from, to));
    });
    if (/radio|checkbox/.test(each.type)) each.checked = false;
    else if (each.name && each.type !== "button") each.value = "";
  });
  copy.querySelectorAll(".error, [type=range]").forEach((each) => each.remove());
  copy.querySelectorAll(".wrong").forEach((each) => each.classList.remove("wrong"));
  const heading = copy.querySelector("h2");
  if (heading) heading.textContent = heading.textContent.replace(/\d+$/, number + 1);
  return copy;
}

/** A kiosk, where every question is a screen of its own. */
function addScreens(form, repeat) {
  const all = Array.from(form.querySelectorAll(`[data-round^="${repeat}."]`)), last = all[all.length - 1];
  const round = all.filter((each) => each.dataset.round === last.dataset.round);
  last.after(...round.map((each) => renumbered(each, Number(last.dataset.round.split(".")[1]))));
}
