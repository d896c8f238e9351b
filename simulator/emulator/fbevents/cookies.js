// The cookies _fbp and _fbc: 90 days, path /, on the highest domain that the browser lets us set.

var DAYS = 90;
var LONGEST_CLICK_ID = 500;

function readCookie(name) {
  var found = document.cookie.split("; ").find(function (each) {
    return each.startsWith(name + "=");
  });
  return found === undefined ? null : found.slice(name.length + 1);
}

function writeCookie(name, value, domain) {
  var expires = new Date(Date.now() + DAYS * 86400000).toUTCString();
  document.cookie = name + "=" + value + "; expires=" + expires + "; path=/; SameSite=Lax" + (domain ? "; domain=" + domain : "");
}

// Write a cookie whose value needs the index of its domain: com is 0, example.com 1, www.example.com 2.
function writeHighest(name, valueAt) {
  var labels = location.hostname.split(".");
  for (var index = 0; index < labels.length; index++) {
    var value = valueAt(index);
    writeCookie(name, value, labels.slice(labels.length - index - 1).join("."));
    if (readCookie(name) === value) return value;
  }
  var own = valueAt(labels.length - 1);
  writeCookie(name, own, null);
  return readCookie(name) === own ? own : null;
}

function stamped(payload) {
  var now = Date.now();
  return function (index) {
    return ["fb", index, now, payload].join(".");
  };
}

function payloadOf(cookie) {
  return /^fb\.\d+\.\d+\./.test(cookie || "") ? cookie.split(".")[3] : null;
}

function browserId() {
  var stored = readCookie("_fbp");
  if (payloadOf(stored) !== null) return stored;
  var random = "";
  crypto.getRandomValues(new Uint32Array(2)).forEach(function (number) {
    random += String(number % 1000000000);
  });
  return writeHighest("_fbp", stamped(random));
}

function clickId() {
  var stored = readCookie("_fbc");
  var clicked = new URLSearchParams(location.search).get("fbclid");
  if (!clicked || clicked === payloadOf(stored)) return stored;
  if (clicked.length > LONGEST_CLICK_ID || !/^[\w~-]+$/.test(clicked)) {
    warn("fbclid", "the fbclid of this address is no click ID; _fbc stays as it is");
    return stored;
  }
  return writeHighest("_fbc", stamped(clicked));
}
