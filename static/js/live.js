/* What few questionnaires need while they are filled: results that are worked out, and answers mentioned in words. */
var live = (function () {
  function all(root, selector) { return Array.prototype.slice.call(root.querySelectorAll(selector)); }

  /* Called before the questions are gone through. */
  function begin(form, given) {
    var now = new Date();
    given["now()"] = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 19);
    given["today()"] = given["now()"].slice(0, 10);
    all(form, "[data-rank]").forEach(function (block) {
      var places = all(block, "[name]").filter(function (place) { return place.value; });
      places.sort(function (one, other) { return one.value - other.value; });
      if (places.length) given[block.getAttribute("data-rank")] = places.map(function (place) { return place.name.split(":")[1]; });
    });
    all(form, "[data-block] [data-q]").forEach(function (block) { block.hidden = false; });
    var repeats = JSON.parse(form.dataset.live).repeats;
    Object.keys(repeats).forEach(function (repeat) {
      var numbers = {};
      Object.keys(given).forEach(function (name) {
        var part = name.split(".");
        if (part[1] && repeats[repeat].indexOf(part[0]) >= 0) numbers[part[1]] = true;
      });
      given[repeat] = Object.keys(numbers).map(function (number, at) { return at + 1; });
      repeats[repeat].forEach(function (name) { given[name] = []; });
    });
  }

  /* What a block of a repeat knows: everything outside, and of the repeat only its own answers. */
  function inside(own, number, given) {
    var known = Object.assign({}, given, { "..": +number });
    Object.keys(own.repeats).forEach(function (repeat) {
      own.repeats[repeat].forEach(function (name) {
        if (given[name + "." + number] === undefined) delete known[name];
        else known[name] = given[name + "." + number];
      });
    });
    return known;
  }

  /* Called for each question that is asked, in the order of asking; tells whether it is asked in its block. */
  function meet(form, block, name, given) {
    var own = JSON.parse(form.dataset.live), part = name.split(".");
    if (!part[1]) {
      renew(form, block, name, name, given, own);
      return true;
    }
    var known = inside(own, part[1], given), condition = own.within[part[0]];
    block.hidden = condition !== undefined && !evaluate(condition, known);
    fold(form, block.closest("[data-block]"));
    if (block.hidden) { delete given[name]; return false; }
    renew(form, block, part[0], name, known, own);
    if (known[part[0]] !== undefined) given[part[0]].push(given[name] = known[part[0]]);
    return true;
  }

  /* A block in which nothing is asked is not shown, and no other is offered. */
  function fold(form, whole) {
    if (!whole) return;
    whole.hidden = all(whole, "[data-q]").every(function (block) { return block.hidden || block.tagName === "TEMPLATE"; });
    var more = form.querySelector('button[value="more=' + whole.dataset.block + '"]');
    more.hidden = whole.hidden || whole.dataset.number >= 10;
  }

  function renew(form, block, name, field, given, own) {
    var results = own.results;
    if (own.filters[name]) sift(block, name, own.filters[name], given);
    if (results[name] !== undefined) work(name, evaluate(results[name], given), given);
    all(block, "[data-of]").forEach(function (output) {
      var of = output.getAttribute("data-of"), number = field.split(".")[1];
      var inBlock = number && form.querySelector('[name="answer_' + of + "." + number + '"]');
      output.textContent = words(form, inBlock ? of + "." + number : of, given, of);
    });
  }

  /* Shows only the options that go with the answers before them. */
  function sift(block, name, filter, given) {
    var fields = all(block, "[name]");
    fields.forEach(function (field) {
      var label = field.closest("label");
      label.hidden = !evaluate(filter[0], Object.assign({}, given, filter[1][field.value]));
      if (label.hidden) field.checked = false;
    });
    var left = fields.filter(function (field) { return field.checked; }).map(function (field) { return field.value; });
    if (!left.length) delete given[name];
    else if (Array.isArray(given[name])) given[name] = left;
  }

  /* As survey/questionnaires/answers.py keeps a result. */
  function work(name, value, given) {
    if (Array.isArray(value)) value = value.join(" ");
    if (typeof value !== "string") value = +value;
    if (value === "" || value !== value) delete given[name];
    else given[name] = value;
  }

  function words(form, name, given, of) {
    var chosen = all(form, '[name="answer_' + name + '"]:checked');
    if (given[of] === undefined) return "…";
    if (!chosen.length) return evaluate.text(given[of]);
    return chosen.map(function (field) { return field.parentNode.textContent.trim(); }).join(", ");
  }

  return { begin: begin, meet: meet };
})();
