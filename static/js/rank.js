/** A ranking: instead of numbers to choose, lines that go up and down. The numbers stay what is sent. */

/** @param {HTMLFormElement} form */
export function begin(form) {
  form.querySelectorAll("[data-rank]").forEach(rank);
}

function rank(block) {
  const list = block.querySelector("ol"), keep = block.querySelector("[data-keep]");
  const lines = Array.from(list.children);
  block.classList.add("ranked");
  const place = (line) => Number(line.querySelector("select").value) || lines.length + 1;
  const touched = () => lines.some((line) => line.querySelector("select").value);

  /** Put the lines where their numbers say. */
  function show() {
    lines.slice().sort((one, other) => place(one) - place(other)).forEach((line) => list.append(line));
    keep.hidden = touched();
    block.classList.toggle("kept", touched());
    Array.from(list.children).forEach((line, at, all) => {
      line.querySelector("[data-up]").disabled = at === 0;
      line.querySelector("[data-down]").disabled = at === all.length - 1;
    });
  }

  /** Write the places of the lines into their numbers. */
  function write() {
    Array.from(list.children).forEach((line, at) => { line.querySelector("select").value = String(at + 1); });
    show();
    list.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
  }

  block.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const line = button.closest("li");
    if (button.matches("[data-up]") && line.previousElementSibling) line.previousElementSibling.before(line);
    if (button.matches("[data-down]") && line.nextElementSibling) line.nextElementSibling.after(line);
    write();
    if (!button.hidden) (button.disabled ? line.querySelector("button:not(:disabled)") : button).focus();
  });
  block.closest("form").addEventListener("restored", show);
  show();
}
