/* The JavaScript twin of survey/questionnaires/evaluate.py. Written for Chrome 78. */
var evaluate = (function () {
  function truth(v) { return Array.isArray(v) ? v.length > 0 : typeof v === "number" ? v !== 0 && !isNaN(v) : !!v; }
  function text(v) {
    if (Array.isArray(v)) return v.join(" ");
    if (typeof v !== "number" || isNaN(v)) return String(v);
    return v === Math.trunc(v) ? String(v + 0 === 0 ? 0 : v) : v.toFixed(10).replace(/0+$/, "");
  }
  function num(v) {
    if (typeof v === "number" || typeof v === "boolean") return +v;
    var t = text(v).replace(/^ +| +$/g, ""), digits = t.replace(/^-/, "").replace(".", "");
    return /^[0-9]{1,15}$/.test(digits) ? +t : NaN;
  }
  function options(v) { return Array.isArray(v) ? v : text(v).split(" ").filter(Boolean); }
  function points(v) { return Array.from(text(v)); }
  function equal(a, b) {
    if (typeof a === "boolean" || typeof b === "boolean") return truth(a) === truth(b);
    return typeof a === "number" || typeof b === "number" ? num(a) === num(b) : text(a) === text(b);
  }
  function extreme(choose) {
    return function () { return choose.apply(null, Array.prototype.map.call(arguments, num)); };
  }
  var does = {
    "+": function (a, b) { return num(a) + num(b); },
    "-": function (a, b) { return num(a) - num(b); },
    "*": function (a, b) { return num(a) * num(b); },
    div: function (a, b) { return num(b) === 0 ? NaN : num(a) / num(b); },
    mod: function (a, b) { return num(a) % num(b); },
    neg: function (a) { return -num(a); },
    "=": equal,
    "!=": function (a, b) { return !equal(a, b); },
    "<": function (a, b) { return num(a) < num(b); },
    "<=": function (a, b) { return num(a) <= num(b); },
    ">": function (a, b) { return num(a) > num(b); },
    ">=": function (a, b) { return num(a) >= num(b); },
    not: function (a) { return !truth(a); },
    "true": function () { return true; },
    "false": function () { return false; },
    coalesce: function (a, b) { return text(a) ? a : b; },
    selected: function (a, b) { return options(a).indexOf(text(b)) >= 0; },
    "selected-at": function (a, i) { var at = num(i); return at >= 0 && options(a)[Math.trunc(at)] || ""; },
    "count-selected": function (a) { return options(a).length; },
    "string-length": function (a) { return points(a).length; },
    contains: function (a, b) { return text(a).indexOf(text(b)) >= 0; },
    "starts-with": function (a, b) { return text(a).indexOf(text(b)) === 0; },
    concat: function () { return Array.prototype.map.call(arguments, text).join(""); },
    substr: function (a, from, to) {
      var whole = points(a), first = Math.max(0, Math.trunc(num(from)) || 0);
      var last = to === undefined || isNaN(num(to)) ? whole.length : Math.max(first, Math.trunc(num(to)));
      return whole.slice(first, last).join("");
    },
    number: num,
    "int": function (a) { return Math.trunc(num(a)); },
    round: function (a, places) { var scale = Math.pow(10, places === undefined ? 0 : num(places)); return Math.floor(num(a) * scale + 0.5) / scale; },
    min: extreme(Math.min),
    max: extreme(Math.max)
  };
  return function evaluate(tree, answers, own) {
    if (!Array.isArray(tree)) return tree;
    var name = tree[0], rest = tree.slice(1);
    function of(operand) { return evaluate(operand, answers, own); }
    if (name === "ref") return answers[rest[0]] === undefined ? "" : answers[rest[0]];
    if (name === ".") return own === undefined ? "" : own;
    if (name === "and") return rest.every(function (r) { return truth(of(r)); });
    if (name === "or") return rest.some(function (r) { return truth(of(r)); });
    if (name === "if") return of(truth(of(rest[0])) ? rest[1] : rest[2]);
    return does[name].apply(null, rest.map(of));
  };
})();
