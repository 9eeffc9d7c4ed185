/** One question in the builder: only the fields of its kind, only the options asked about, and the phone follows. */

const form = document.querySelector("[data-question-form]");
const kind = form.elements.type;
const look = form.querySelector("[data-look]");
const PAUSE = 600; // milliseconds after the last key

function showKind() {
  if (!kind) return;
  form.querySelectorAll("[data-kinds]").forEach((part) => {
    const fits = part.dataset.kinds.split(" ").includes(kind.value);
    part.hidden = !fits;
    if (part.tagName === "OPTION") part.disabled = !fits;
  });
}

/** A line compares with an option or with a number, whichever its question has. */
function showLine(line) {
  const [question, operator, option, figure] = line.querySelectorAll("select, input");
  const of = question.selectedOptions[0];
  const compares = question.value && !/answered$/.test(operator.value);
  const figures = of.dataset.kind === "figure" || /[<>]/.test(operator.value);
  operator.hidden = !question.value;
  option.hidden = !compares || figures;
  figure.hidden = !compares || !figures;
  option.querySelectorAll("optgroup").forEach((group) => { group.hidden = group.dataset.of !== question.value; });
  const chosen = option.selectedOptions[0];
  if (figures || (chosen.value && chosen.parentNode.dataset.of !== question.value)) option.value = "";
}

let waiting = 0;

/** A new frame each time: the browser's way back would lead through every letter otherwise. */
function follow() {
  const frame = document.querySelector("iframe[name=phone]"), fresh = frame.cloneNode();
  fresh.removeAttribute("src");
  frame.replaceWith(fresh);
  form.requestSubmit(look);
}

function changed() {
  showKind();
  form.querySelectorAll("[data-line]").forEach(showLine);
  if (!look) return;
  clearTimeout(waiting);
  waiting = setTimeout(follow, PAUSE);
}

form.addEventListener("input", changed);
showKind();
form.querySelectorAll("[data-line]").forEach(showLine);
