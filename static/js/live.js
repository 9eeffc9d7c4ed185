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
  }

  /* Called for each question that is asked, in the order of asking. */
  function meet(form, block, name, given) {
    var own = JSON.parse(form.dataset.live), results = own.results;
    if (own.filters[name]) sift(block, name, own.filters[name], given);
    if (results[name] !== undefined) work(name, evaluate(results[name], given), given);
    all(block, "[data-of]").forEach(function (output) {
      output.textContent = words(form, output.getAttribute("data-of"), given);
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

  function words(form, name, given) {
    var chosen = all(form, '[name="answer_' + name + '"]:checked');
    if (given[name] === undefined) return "…";
    if (!chosen.length) return evaluate.text(given[name]);
    return chosen.map(function (field) { return field.parentNode.textContent.trim(); }).join(", ");
  }

  return { begin: begin, meet: meet };
})();
