// Customer information as the profile "docs" prepares it (simulator/customer), so that both say the same.
// One part is left out: nothing here adds a country calling code, since that takes the number plans of the world.

var WHITE = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
var IS_WHITE = new RegExp("^[" + WHITE + "]$");
var AT_ENDS = new RegExp("^[" + WHITE + "\\ufeff]+|[" + WHITE + "\\ufeff]+$", "g");
var DROPPED = /^[\p{P}\p{S}\p{Z}\p{Cc}]$/u;
var HASHED = /^([0-9a-fA-F]{64})((?:\.[A-Za-z0-9_-]{8}|\.[A-Za-z0-9_-]{2})?)$/;
var GENDERS = { f: "f", female: "f", woman: "f", m: "m", male: "m", man: "m" };
var KEYS = ["em", "ph", "fn", "ln", "ct", "st", "zp", "country", "db", "ge", "external_id"];
var OTHER_NAMES = {
  email: "em", phone: "ph", first_name: "fn", firstname: "fn", last_name: "ln", lastname: "ln", city: "ct",
  state: "st", zip: "zp", postcode: "zp", cn: "country", date_of_birth: "db", dob: "db", gen: "ge", gender: "ge",
};

function has(table, name) {
  return Object.prototype.hasOwnProperty.call(table, name);
}

function trim(text) {
  return text.replace(AT_ENDS, "");
}

function plainWords(value, spaces) {
  var text = "";
  for (var character of value.normalize("NFC").toLowerCase()) {
    if (IS_WHITE.test(character) ? spaces : !DROPPED.test(character)) text += character;
  }
  return trim(text.normalize("NFC"));
}

// Digits of every script as 0 to 9: in Unicode they stand in rows of ten.
function decimals(text) {
  var found = "";
  for (var character of text) {
    if (!/^\p{Nd}$/u.test(character)) continue;
    var code = character.codePointAt(0);
    var first = code;
    while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first--;
    found += (code - first) % 10;
  }
  return found;
}

function phone(value) {
  return decimals(trim(value)).replace(/^0+/, "");
}

function hasCallingCode(value) {
  var text = trim(value);
  var digits = decimals(text);
  return /^[+\uff0b]/.test(text) ? digits[0] !== "0" : /^00(?!0)/.test(digits);
}

function countryCode(value) {
  var words = plainWords(value, false);
  return has(COUNTRIES, words) ? COUNTRIES[words] : null;
}

function country(value) {
  var words = plainWords(value, false);
  return countryCode(value) || (/^[a-z]{2}$/.test(words) ? words : null);
}

function state(value, where) {
  var words = plainWords(value, false);
  return (where === null || where === "us") && has(STATES, words) ? STATES[words] : words;
}

function postalCode(value, where) {
  var lower = trim(value).toLowerCase();
  var text = "";
  for (var character of lower) {
    if (!IS_WHITE.test(character) && !/^\p{Pd}$/u.test(character)) text += character;
  }
  text = trim(text);
  if (where === null && /^\d{5}-\d{4}$/.test(lower)) return lower.slice(0, 5);
  return where === "us" && /^\d{5}(\d{4})?$/.test(text) ? text.slice(0, 5) : text;
}

function birthDate(value) {
  var text = trim(value);
  var timed = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}[^]*$/.exec(text);
  if (timed) text = timed[1];
  var readings = [];
  var parts = /^(\d{1,4})[ \t-\r]*[-/. ][ \t-\r]*(\d{1,2})[ \t-\r]*[-/. ][ \t-\r]*(\d{1,4})$/.exec(text);
  if (/^\d{8}$/.test(text)) {
    readings = [
      [text.slice(0, 4), text.slice(4, 6), text.slice(6)],
      [text.slice(4), text.slice(0, 2), text.slice(2, 4)],
      [text.slice(4), text.slice(2, 4), text.slice(0, 2)],
    ];
  } else if (parts && parts[1].length === 4 && parts[3].length <= 2) {
    readings = [[parts[1], parts[2], parts[3]]];
  } else if (parts && parts[3].length === 4 && parts[1].length <= 2) {
    readings = [[parts[3], parts[1], parts[2]], [parts[3], parts[2], parts[1]]];
  }
  for (var [year, month, day] of readings) {
    var within = +year >= 1900 && +year <= new Date().getUTCFullYear();
    if (within && +month >= 1 && +month <= 12 && +day >= 1 && +day <= 31) {
      return year + month.padStart(2, "0") + day.padStart(2, "0");
    }
  }
  return null;
}

function prepared(key, value, where) {
  switch (key) {
    case "em": return trim(trim(value).toLowerCase());
    case "ph": return phone(value);
    case "fn": case "ln": return plainWords(value, true);
    case "ct": return plainWords(value, false);
    case "st": return state(value, where);
    case "zp": return postalCode(value, where);
    case "country": return country(value);
    case "db": return birthDate(value);
    case "ge": {
      var word = trim(value).toLowerCase();
      return has(GENDERS, word) ? GENDERS[word] : null;
    }
    default: return trim(value) ? value : "";
  }
}

// What is sent for a value: its hash, or the hash it is already; null for a value that has no documented form.
// "where" is the lower-case code of the person's country, or null.
function normalise(key, value, where) {
  if (/\p{Cs}/u.test(value)) return null;
  var hashed = HASHED.exec(trim(value));
  if (hashed) return hashed[1].toLowerCase() + hashed[2];
  var text = prepared(key, value, where);
  if (!text) return null;
  var otherHash = /^[0-9a-fA-F]+$/.test(text) && [32, 40, 96, 128].indexOf(text.length) >= 0;
  return otherHash && key !== "external_id" ? null : sha256(text);
}
