// One event on its way to /tr: its parameters in the order of the pixel's, and how they travel.

var LONGEST_URL = 2048;
var started = Date.now();
var waiting = new Set();
var unreachable = false;
var forms = 0;

function customValue(value) {
  if (value === null || value === undefined || typeof value === "function") return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

// Pairs of name and value.
function parameters(pixel, name, data, eventId) {
  var pairs = [
    ["id", pixel.id],
    ["ev", name],
    ["dl", location.href],
    ["rl", document.referrer],
    ["if", String(window.top !== window)],
    ["ts", String(Date.now())],
  ];
  Object.keys(data).forEach(function (key) {
    var value = customValue(data[key]);
    if (value !== undefined) pairs.push(["cd[" + key + "]", value]);
  });
  pairs.push(["sw", String(screen.width)], ["sh", String(screen.height)]);
  Object.keys(pixel.user).forEach(function (key) {
    pairs.push(["ud[" + key + "]", pixel.user[key]]);
  });
  pairs.push(["v", RELEASE], ["r", "stable"]);
  if (pixel.agent) pairs.push(["a", pixel.agent]);
  pairs.push(["ec", String(pixel.sent++)]);
  if (usesCookies(pixel)) {
    [["fbp", browserId()], ["fbc", clickId()]].forEach(function (pair) {
      if (pair[1]) pairs.push(pair);
    });
  }
  pairs = pairs.concat(limited);
  pairs.push(["it", String(started)], ["coo", String(noAutomatic.has(pixel.id))]);
  if (eventId !== undefined) pairs.push(["eid", eventId]);
  return pairs;
}

// Half a character, of a name that was cut, must not cost the event.
function encoded(text) {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd"));
}

function query(pairs, transport) {
  return pairs
    .concat([["rqm", transport]])
    .map(function (pair) {
      return pair.map(encoded).join("=");
    })
    .join("&");
}

function send(pairs) {
  var url = address(query(pairs, "GET"));
  if (url.length < LONGEST_URL) sendImage(url);
  else if (!sendBeacon(pairs) && !sendForm(pairs)) sendImage(address(query(pairs, "FGET")));
}

function address(text) {
  return endpoint + (endpoint.indexOf("?") < 0 ? "?" : "&") + text;
}

function sendImage(url) {
  var image = new Image(1, 1);
  // Else it might be gone before it is asked for.
  waiting.add(image);
  image.onload = image.onerror = function (event) {
    waiting.delete(image);
    if (event.type === "error" && !unreachable) {
      unreachable = true;
      warn("endpoint", "no answer from " + endpoint + "; is it listening, and does this page's policy allow it?");
    }
  };
  image.src = url;
}

function sendBeacon(pairs) {
  if (!navigator.sendBeacon || !window.FormData) return false;
  var body = new FormData();
  pairs.concat([["rqm", "SB"]]).forEach(function (pair) {
    body.append(pair[0], pair[1]);
  });
  try {
    return navigator.sendBeacon(endpoint, body);
  } catch (error) {
    return false;
  }
}

function hidden(tag, attributes) {
  var element = document.createElement(tag);
  element.style.display = "none";
  Object.keys(attributes).forEach(function (name) {
    element.setAttribute(name, attributes[name]);
  });
  return element;
}

function sendForm(pairs) {
  try {
    var target = "capisim-pixel-" + ++forms;
    var parent = document.body || document.documentElement;
    var frame = hidden("iframe", { name: target });
    var form = hidden("form", { method: "post", action: endpoint, target: target, "accept-charset": "utf-8" });
    pairs.concat([["rqm", "formPOST"]]).forEach(function (pair) {
      var field = hidden("textarea", { name: pair[0] });
      field.value = pair[1];
      form.appendChild(field);
    });
    parent.appendChild(frame);
    parent.appendChild(form);
    form.submit();
    form.remove();
    setTimeout(function () { frame.remove(); }, 30000);
    return true;
  } catch (error) {
    return false;
  }
}
