/* Improves the questionnaire page, which works without it: shows only what applies, keeps a draft on the phone,
   sends without losing anything when there is no signal. Written for Chrome 78. */
(function () {
  var form = document.getElementById("sheet");
  var state = form.querySelector("[data-state]");
  var button = form.querySelector(".send button");
  var words = button.getAttribute("data-words").split("|");
  var key = "draft " + location.pathname.split("/").slice(0, 3).join("/").toUpperCase();
  var busy = false;

  function all(selector, root) {
    return Array.prototype.slice.call((root || form).querySelectorAll(selector));
  }

  function filled() {
    return all("[name^=answer_],[name=visit_kind]").filter(function (field) {
      return field.value && (!/radio|checkbox/.test(field.type) || field.checked);
    });
  }

  function answers() {
    var found = {};
    filled().forEach(function (field) {
      var name = field.name.slice(7);
      if (field.type === "checkbox" && field.value !== "na") (found[name] = found[name] || []).push(field.value);
      else found[name] = field.value;
    });
    return found;
  }

  function say(pattern, values) {
    state.textContent = values.reduce(function (text, value) { return text.replace("{}", value); }, pattern);
  }

  function show() {
    var given = answers();
    all("[data-q]").forEach(function (block) {
      var name = block.getAttribute("data-q");
      if (conditions[name] === undefined) return;
      block.hidden = !evaluate(conditions[name], given);
      if (block.hidden) delete given[name];
    });
    var marks = all("[data-marks]");
    if (marks.length) return total(marks, given);
    var asked = all("[data-q]").filter(function (block) { return !block.hidden && block.querySelector("[name]"); });
    var done = asked.filter(function (block) { return given[block.getAttribute("data-q")] !== undefined; });
    if (done.length) say(words[2], [done.length, asked.length]);
  }

  function total(marks, given) {
    var sum = 0, full = 0, any = false;
    marks.forEach(function (block) {
      var answer = given[block.parentNode.getAttribute("data-q")];
      if (answer === "na") return;
      full += +block.getAttribute("data-marks");
      if (answer !== undefined && !isNaN(+answer)) { sum += +answer; any = true; }
    });
    if (any) say(words[3], [sum, full]);
  }

  function keep() {
    var draft = { action: form.getAttribute("action"), at: Date.now(), fields: filled().map(function (f) { return [f.name, f.value]; }) };
    try { localStorage.setItem(key, JSON.stringify(draft)); } catch (refused) { /* private mode: the page still sends */ }
  }

  function restore() {
    var draft = null;
    try { draft = JSON.parse(localStorage.getItem(key)); } catch (refused) { return; }
    if (!draft || Date.now() - draft.at > 864e5 || filled().length) return;
    form.setAttribute("action", draft.action);
    draft.fields.forEach(function (pair) {
      all("[name]").forEach(function (field) {
        if (field.name !== pair[0]) return;
        if (/radio|checkbox/.test(field.type)) field.checked = field.checked || field.value === pair[1];
        else if (pair[1] !== "na") field.value = pair[1];
      });
    });
    all("details").forEach(function (more) { more.open = all("input:checked", more).length > 0; });
  }

  function send(event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    form.elements.answered_at.value = new Date().toISOString();
    keep();
    say(words[0], []);
    button.parentNode.setAttribute("data-busy", "");
    var id = form.action.split("/").pop();
    fetch(form.action, { method: "POST", credentials: "same-origin", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(form)) })
      .then(function (answer) {
        if (answer.status === 429 || answer.status >= 500) throw new Error(answer.status);
        return answer.json().then(function (told) {
          if (!answer.ok) return form.submit(); // the page that comes back says what to do, with everything typed
          if (told.submission !== id) throw new Error("not our server");
          localStorage.removeItem(key);
          location.replace("/r/" + told.receipt);
        });
      })
      .catch(function () { busy = false; button.parentNode.removeAttribute("data-busy"); say(words[1], []); });
  }

  function slide(block) {
    var number = block.querySelector("input"), na = block.querySelector("[type=checkbox]");
    var slider = document.createElement("input");
    slider.type = "range"; slider.min = 0; slider.max = block.getAttribute("data-marks"); slider.value = number.value || 0;
    slider.setAttribute("aria-label", number.getAttribute("aria-label"));
    block.appendChild(slider);
    slider.addEventListener("input", function () { number.value = slider.value; if (na) na.checked = false; show(); });
    number.addEventListener("input", function () { slider.value = number.value || 0; if (na) na.checked = false; });
    if (na) na.addEventListener("change", function () { if (na.checked) { number.value = ""; slider.value = 0; } });
  }

  restore();
  all("[data-marks]").forEach(slide);
  form.addEventListener("input", function () { show(); keep(); });
  form.addEventListener("change", function () { show(); keep(); });
  form.addEventListener("submit", function (event) {
    var by = event.submitter || document.activeElement;
    if (!by || by.name !== "switch") send(event);
  });
  document.querySelector("button[data-size]").addEventListener("click", function (event) {
    event.preventDefault();
    var root = document.documentElement, size = root.getAttribute("data-size") === "large" ? "normal" : "large";
    root.setAttribute("data-size", size);
    document.cookie = "size=" + size + ";path=/;max-age=31536000;samesite=lax";
  });
  show();
  var wrong = document.getElementById("wrong");
  if (wrong) wrong.focus();
})();
