// ---- expressions: trees, computed as 'capisim tag' does it. Nothing raises; what has no answer is undefined.

function nothing(value) {
  return value === undefined || value === null;
}

function numberOf(value) {
  if (typeof value === "number") return isFinite(value) ? value : undefined;
  if (typeof value !== "string" || value.length > 40) return undefined;
  if (!/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value)) return undefined;
  return isFinite(Number(value)) ? Number(value) : undefined;
}

function textOf(value) {
  return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value);
}

function limited(text) {
  return text.length <= 65536 ? text : undefined;
}

function isObject(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function own(object, name) {
  return isObject(object) && Object.prototype.hasOwnProperty.call(object, name) ? object[name] : undefined;
}

function alike(left, right) {
  if (nothing(left) || nothing(right)) return nothing(left) && nothing(right);
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  var names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(function (name) {
      return Object.prototype.hasOwnProperty.call(right, name) && alike(left[name], right[name]);
    })
  );
}

function counted(compute) {
  return function (left, right) {
    var one = numberOf(left);
    var two = numberOf(right);
    var found = one === undefined || two === undefined ? undefined : compute(one, two);
    return typeof found === "number" && isFinite(found) ? found : undefined;
  };
}

function compared(compute) {
  return function (left, right) {
    var one = numberOf(left);
    var two = numberOf(right);
    if (one !== undefined && two !== undefined) return compute(one, two);
    return typeof left === "string" && typeof right === "string" && compute(left, right);
  };
}

var add = counted(function (one, two) { return one + two; });
var SIGNS = {
  "+": function (left, right) {
    return typeof left === "string" || typeof right === "string"
      ? limited(textOf(left) + textOf(right))
      : add(left, right);
  },
  "-": counted(function (one, two) { return one - two; }),
  "*": counted(function (one, two) { return one * two; }),
  "/": counted(function (one, two) { return one / two; }),
  "%": counted(function (one, two) { return one % two; }),
  "??": function (left, right) { return nothing(left) ? right : left; },
  "==": alike,
  "===": alike,
  "!=": function (left, right) { return !alike(left, right); },
  "!==": function (left, right) { return !alike(left, right); },
  ">": compared(function (one, two) { return one > two; }),
  "<": compared(function (one, two) { return one < two; }),
  ">=": compared(function (one, two) { return one >= two; }),
  "<=": compared(function (one, two) { return one <= two; }),
};

function ofText(change) {
  return function (value) {
    return nothing(value) ? undefined : change(textOf(value));
  };
}

var FUNCTIONS = {
  lower: ofText(function (text) { return text.toLowerCase(); }),
  upper: ofText(function (text) { return text.toUpperCase(); }),
  trim: ofText(function (text) { return text.trim(); }),
  text: ofText(function (text) { return text; }),
  number: numberOf,
  round: function (value, digits) {
    var found = numberOf(value);
    var places = arguments.length < 2 ? 0 : numberOf(digits);
    if (found === undefined || places === undefined || places < 0 || places > 10) return undefined;
    var factor = Math.pow(10, Math.trunc(places));
    var rounded = Math.floor(found * factor + 0.5) / factor;
    return isFinite(rounded) ? rounded : undefined;
  },
  length: function (value) {
    if (typeof value === "string") return Array.from(value).length;
    return Array.isArray(value) ? value.length : isObject(value) ? Object.keys(value).length : undefined;
  },
  contains: function (value, wanted) {
    if (typeof value === "string") return value.includes(textOf(wanted));
    if (wanted !== null && typeof wanted === "object") return false;
    if (Array.isArray(value)) return value.includes(wanted);
    return isObject(value) && typeof wanted === "string" && Object.prototype.hasOwnProperty.call(value, wanted);
  },
  starts_with: function (value, wanted) { return typeof value === "string" && value.startsWith(textOf(wanted)); },
  ends_with: function (value, wanted) { return typeof value === "string" && value.endsWith(textOf(wanted)); },
  replace: function (value, before, after) {
    if (nothing(value) || textOf(before) === "") return value;
    return limited(textOf(value).split(textOf(before)).join(textOf(after)));
  },
  slice: function (value, start, end) {
    var first = numberOf(start);
    var last = nothing(end) ? undefined : numberOf(end);
    if (nothing(value) || first === undefined) return undefined;
    return Array.from(textOf(value)).slice(Math.trunc(first), last === undefined ? undefined : Math.trunc(last)).join("");
  },
  first: function (value) {
    if (typeof value === "string") return value === "" ? undefined : Array.from(value)[0];
    return Array.isArray(value) ? value[0] : undefined;
  },
  join: function (value, between) {
    var sign = arguments.length < 2 ? "," : textOf(between);
    return Array.isArray(value) ? limited(value.map(textOf).join(sign)) : undefined;
  },
  pluck: function (value, name) {
    return Array.isArray(value) ? value.map(function (each) { return own(each, String(name)); }) : undefined;
  },
  sum: function (value, name, times) {
    if (!Array.isArray(value)) return undefined;
    var total = value.reduce(function (before, each) {
      var often = own(each, String(times));
      var one = numberOf(nothing(name) ? each : own(each, String(name)));
      var count = nothing(times) ? 1 : !isObject(each) ? undefined : often === undefined ? 1 : numberOf(often);
      return before === undefined || one === undefined || count === undefined ? undefined : before + one * count;
    }, 0);
    return total === undefined ? undefined : Number(total.toFixed(10));
  },
  cookie: function (name) { return cookie(textOf(name)); },
  query: function (name) { return ofQuery(textOf(name)); },
  input: function (selector) {
    try {
      return document.querySelector(textOf(selector)).value;
    } catch (_) {
      return undefined;
    }
  },
  read: function (path) {
    var parts = textOf(path).split(".").filter(Boolean);
    return read(parts[0] === "window" ? parts.slice(1) : PROPERTY.dataLayer.concat(parts));
  },
};

function named(first, rest, event) {
  var one = rest.length === 1 ? rest[0] : "";
  switch (first) {
    case "window":
      return rest.length ? read(rest) : undefined;
    case "layer":
      return read(PROPERTY.dataLayer.concat(rest));
    case "page":
      return ofPage(one);
    case "event":
      return within(event, rest);
    case "visitor":
      return one === "user_agent" ? navigator.userAgent : undefined;
    case "environment":
      return rest.length ? undefined : environment;
    default:
      return undefined;
  }
}

function computed(tree, event) {
  var given = tree.slice(1);
  function each(part) {
    return computed(part, event);
  }
  switch (tree[0]) {
    case "is":
      return tree[1];
    case "undefined":
      return undefined;
    case "element":
      return valueOf(tree[1], event);
    case "path":
      return named(tree[1], tree.slice(2), event);
    case "not":
      return !each(tree[1]);
    case "minus":
      var number = numberOf(each(tree[1]));
      return number === undefined ? undefined : -number;
    case "or":
    case "and":
      return given.reduce(function (before, part, index) {
        return index && Boolean(before) === (tree[0] === "or") ? before : each(part);
      }, undefined);
    case "if":
      return each(tree[each(tree[1]) ? 2 : 3]);
    default:
      return (SIGNS[tree[0]] || FUNCTIONS[tree[0]]).apply(null, given.map(each));
  }
}
