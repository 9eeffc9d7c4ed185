/* Improves the questionnaire page, which works without it: shows only what applies and how far one has come.
   Keeping and sending is the outbox's, which is loaded after the page can be used. Written for Chrome 78. */
(function () {
  var form = document.getElementById("sheet");
  var state = form.querySelector("[data-state]");
  var words = form.dataset;

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

  function say(pattern, part, whole) {
    state.textContent = pattern.replace("{0}", part).replace("{1}", whole);
  }

  function show() {
    var given = answers();
    if (self.live) live.begin(form, given);
    all("[data-q]").forEach(function (block) {
      var name = block.getAttribute("data-q");
      if (conditions[name] !== undefined) block.hidden = !evaluate(conditions[name], given);
      if (block.hidden) delete given[name];
      else if (self.live) live.meet(form, block, name, given);
    });
    var marks = all("[data-marks]");
    if (marks.length) return total(marks, given);
    var asked = all("[data-q]").filter(function (block) { return !block.hidden && block.querySelector("[name]"); });
    var done = asked.filter(function (block) { return given[block.getAttribute("data-q")] !== undefined; });
    if (done.length) say(words.sayDone, done.length, asked.length);
  }

  function total(marks, given) {
    var sum = 0, full = 0, any = false;
    marks.forEach(function (block) {
      var answer = given[block.parentNode.getAttribute("data-q")];
      if (answer === "na") return;
      full += +block.getAttribute("data-marks");
      if (answer !== undefined && !isNaN(+answer)) { sum += +answer; any = true; }
    });
    if (any) say(words.sayMarks, sum, full);
  }

  function slide(block) {
    var number = block.querySelector("input"), na = block.querySelector("[type=checkbox]");
    var slider = document.createElement("input");
    slider.type = "range"; slider.min = 0; slider.max = block.getAttribute("data-marks"); slider.value = number.value || 0;
    slider.setAttribute("aria-label", number.getAttribute("aria-label"));
    block.appendChild(slider);
    form.addEventListener("restored", function () { slider.value = number.value || 0; });
    slider.addEventListener("input", function () { number.value = slider.value; if (na) na.checked = false; show(); });
    number.addEventListener("input", function () { slider.value = number.value || 0; if (na) na.checked = false; });
    if (na) na.addEventListener("change", function () { if (na.checked) { number.value = ""; slider.value = 0; } });
  }

  all("[data-marks]").forEach(slide);
  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("restored", show);
  document.querySelector("button[data-size]").addEventListener("click", function (event) {
    event.preventDefault();
    var root = document.documentElement, size = root.getAttribute("data-size") === "large" ? "normal" : "large";
    root.setAttribute("data-size", size);
    document.cookie = "size=" + size + ";path=/;max-age=31536000;samesite=lax";
  });
  show();
  var wrong = document.getElementById("wrong");
  if (wrong) wrong.focus();
  addEventListener("load", function () {
    Promise.all((words.more || "").split(" ").filter(Boolean).map(function (name) {
      return import(name).then(function (more) { more.begin(form); });
    })).catch(function () {}).then(function () { if (words.module) import(words.module); });
  });
})();
