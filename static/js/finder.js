/** Beside a list of numbers: finds what is meant by its name, puts its number on the list, and reads the list back. */

const BETWEEN = /[\s,，、;；]+/;

function begin(block) {
  const list = block.closest("form").elements[block.dataset.finder];
  const find = block.querySelector("input"), read = block.querySelector("ol");
  const options = Array.from(block.querySelectorAll("option"));
  const named = new Map(options.map((option) => [option.dataset.key, option.value]));

  function show() {
    const typed = list.value.split(BETWEEN).filter(Boolean);
    read.replaceChildren(...typed.map((key) => {
      const line = document.createElement("li");
      line.textContent = named.get(key) || named.get(key.toUpperCase()) || key;
      return line;
    }));
  }

  function choose() {
    const chosen = options.find((option) => option.value === find.value);
    if (!chosen) return;
    const typed = list.value.split(BETWEEN).filter(Boolean);
    if (!typed.includes(chosen.dataset.key)) list.value = typed.concat(chosen.dataset.key).join("\n");
    find.value = "";
    show();
  }

  find.addEventListener("input", choose);
  find.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault(); // the form is not finished
  });
  list.addEventListener("input", show);
  block.hidden = false;
  show();
}

document.querySelectorAll("[data-finder]").forEach(begin);
