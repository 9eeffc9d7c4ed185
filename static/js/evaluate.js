/* The JavaScript twin of survey/questionnaires/evaluate.py, which explains it, for Chrome 78. */
var evaluate = (function () {
  function truth(v) { return Array.isArray(v) ? v.length > 0 : !!v; }
  function text(v) {
    return Array.isArray(v) ? v.map(text).join(" ") : typeof v === "number" ? decimal(v) : String(v);
  }
  function decimal(v) {
    var size = Math.abs(v);
    if (!(size < 1e15)) return "NaN";
    var whole = Math.floor(size), millionths = Math.floor((size - whole) * 1e6 + 0.5);
    if (millionths === 1e6) { whole += 1; millionths = 0; }
    var digits = whole + (millionths ? "." + String(1e6 + millionths).slice(1).replace(/0+$/, "") : "");
    return v < 0 && digits !== "0" ? "-" + digits : digits;
  }
  function num(v) {
    if (typeof v === "number" || typeof v === "boolean") return +v;
    var plain = text(v).replace(/^ +| +$/g, "");
    var at = /^([1-9]\d{3}-\d\d-\d\d)?(?:(?:^|T)([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?)?$/.exec(plain);
    if (plain && at) return (at[1] ? day(at[1]) : 0) + ((at[2] || 0) * 3600 + (at[3] || 0) * 60 + +(at[4] || 0)) / 86400;
    return plain.replace(/\D/g, "").length <= 15 && /^-?(\d+\.?\d*|\.\d+)$/.test(plain) ? +plain : NaN;
  }
  function day(plain) {
    var at = Date.parse(plain + "T00:00:00Z");
    return !isNaN(at) && new Date(at).toISOString().slice(0, 10) === plain ? at / 864e5 : NaN;
  }
  function options(v) { return Array.isArray(v) ? v : text(v).split(" ").filter(Boolean); }
  function finite(v) { return isFinite(v) ? v : NaN; }
  function equal(a, b) {
    if (typeof a === "boolean" || typeof b === "boolean") return truth(a) === truth(b);
    return typeof a === "number" || typeof b === "number" ? num(a) === num(b) : text(a) === text(b);
  }
  var does = {
    "+": function (a, b) { return finite(num(a) + num(b)); },
    "-": function (a, b) { return finite(num(a) - num(b)); },
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
    "count-selected": function (a) { return options(a).length; }
  };
  function evaluate(tree, answers, own) {
    if (!Array.isArray(tree)) return tree;
    var name = tree[0], rest = tree.slice(1);
    function of(operand) { return evaluate(operand, answers, own); }
    if (name === "ref") return Object.prototype.hasOwnProperty.call(answers, rest[0]) ? answers[rest[0]] : "";
    if (name === ".") return own === undefined ? "" : own;
    if (name === "and") return rest.every(function (r) { return truth(of(r)); });
    if (name === "or") return rest.some(function (r) { return truth(of(r)); });
    if (name === "if") return of(truth(of(rest[0])) ? rest[1] : rest[2]);
    return does[name].apply(null, rest.map(of));
  }
  return Object.assign(evaluate, { does: does, num: num, text: text, options: options, finite: finite, truth: truth });
})();
