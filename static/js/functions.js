/* The functions of evaluate.js that few questionnaires use; a page brings them when its own does. */
(function () {
  var num = evaluate.num, text = evaluate.text, options = evaluate.options, finite = evaluate.finite;
  function points(v) { return Array.from(text(v)); }
  function place(v, otherwise) { var at = Math.trunc(num(v)); return isNaN(at) ? otherwise : Math.max(0, at); }
  function each(values) { return [].concat.apply([], values); }
  Object.assign(evaluate.does, {
    "*": function (a, b) { return finite(num(a) * num(b)); },
    div: function (a, b) { return finite(num(a) / num(b)); },
    mod: function (a, b) { return num(a) % num(b); },
    neg: function (a) { return -num(a); },
    "selected-at": function (a, b) { var at = num(b); return at >= 0 && options(a)[Math.trunc(at)] || ""; },
    "string-length": function (a) { return points(a).length; },
    contains: function (a, b) { return text(a).indexOf(text(b)) >= 0; },
    "starts-with": function (a, b) { return text(a).indexOf(text(b)) === 0; },
    regex: function (a, b) { return points(a).length <= 200 && new RegExp("^(?:" + b + ")$", "su").test(text(a)); },
    concat: function () { return Array.from(arguments).map(text).join(""); },
    substr: function (a, from, to) {
      var all = points(a);
      return all.slice(place(from, 0), to === undefined ? all.length : place(to, all.length)).join("");
    },
    number: num,
    "int": function (a) { return Math.trunc(num(a)); },
    round: function (a, places) {
      var at = places === undefined ? 0 : Math.trunc(num(places)), scale = +("1e" + Math.max(-9, Math.min(9, at)));
      return Math.floor(finite(num(a) * scale + 0.5)) / scale;
    },
    min: function () { return finite(Math.min.apply(null, each(arguments).map(num))); },
    max: function () { return finite(Math.max.apply(null, each(arguments).map(num))); },
    sum: function () { return finite(each(arguments).reduce(function (total, v) { return total + num(v); }, 0)); },
    count: function () { return each(arguments).filter(function (v) { return text(v) !== ""; }).length; }
  });
})();
