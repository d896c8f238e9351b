// fbq(): the commands of the page, those before this script came first, and what each does.

var STANDARD = (
  "AddPaymentInfo AddToCart AddToWishlist CompleteRegistration Contact CustomEvent CustomizeProduct Donate FindLocation " +
  "InitiateCheckout Lead PageView Purchase Schedule Search StartTrial SubmitApplication Subscribe ViewContent"
).split(" ");
var endpoint = new URL("/tr/", ORIGIN).href;
var pixels = new Map();
var granted = true;
var held = [];
var limited = [];
var noAutomatic = new Set();
var noCookies = new Set();

function warn(code, text) {
  console.warn("capisim stand-in [" + code + "]: " + text);
}

function usesCookies(pixel) {
  return !noCookies.has("") && !noCookies.has(pixel.id);
}

function customerInformation(given) {
  var user = {};
  var where = typeof given.country === "string" ? countryCode(given.country) : null;
  Object.keys(given).forEach(function (key) {
    var value = given[key];
    if (value === null || value === undefined || value === "") return;
    if (KEYS.indexOf(key) < 0) {
      var meant = has(OTHER_NAMES, key.toLowerCase()) ? "; it is called " + OTHER_NAMES[key.toLowerCase()] : "";
      warn("PII_INVALID_TYPE", "init has no key " + key + ", so it is not sent" + meant);
      return;
    }
    var typed = typeof value === "string" || typeof value === "number";
    var sent = typed ? normalise(key, String(value), where) : null;
    if (sent === null) warn("PII_INVALID_TYPE", "the value of " + key + " in init has no documented form, so it is not sent");
    else user[key] = sent;
    if (key === "ph" && sent !== null && !HASHED.test(trim(String(value))) && !hasCallingCode(String(value))) {
      warn("ph", "nothing tells that the phone number starts with its country calling code; write it as +49…");
    }
  });
  return user;
}

function init(id, given, options) {
  id = String(id);
  if (!/^[1-9][0-9]{0,25}$/.test(id)) return warn("INVALID_PIXEL_ID", "init without a pixel ID of digits");
  if (pixels.has(id)) return warn("DUPLICATE_PIXEL_ID", "pixel " + id + " is there already; this init changes nothing");
  var pixel = { id: id, user: {}, agent: options && options.agent, sent: 0, viewed: false };
  if (given && typeof given === "object") pixel.user = customerInformation(given);
  pixels.set(id, pixel);
  if (usesCookies(pixel)) {
    browserId();
    clickId();
  }
}

function judge(name, data, standard) {
  if (standard && STANDARD.indexOf(name) < 0) {
    warn("NONSTANDARD_EVENT", name + " is no standard event; trackCustom is for those");
  }
  ["value", "currency"].forEach(function (key) {
    var missing = data[key] === undefined || data[key] === null || data[key] === "";
    if (name === "Purchase" && missing) warn("REQUIRED_PARAM_MISSING", "Purchase without " + key);
  });
  if (data.value !== undefined && data.value !== null && !/^[+-]?\d+(\.\d+)?$/.test(String(data.value))) {
    warn("INVALID_PARAM", "the value of " + name + " is no decimal number");
  } else if (Number(data.value) < 0) {
    warn("NEGATIVE_EVENT_PARAM", "the value of " + name + " is below 0");
  }
  if (data.currency !== undefined && !/^[A-Za-z]{3}$/.test(String(data.currency))) {
    warn("INVALID_PARAM", "the currency of " + name + " is no code of three letters");
  }
}

function track(to, standard, name, given, options) {
  if (name === undefined || name === null || name === "") return warn("NO_EVENT_NAME", "an event without a name is not sent");
  var data = given && typeof given === "object" ? Object.assign({}, given) : {};
  name = String(name);
  if (standard && name === "CustomEvent" && data.event) {
    name = String(data.event);
    delete data.event;
  } else {
    judge(name, data, standard);
  }
  var eventId = options && options.eventID !== undefined && options.eventID !== null ? String(options.eventID) : undefined;
  if (options && eventId === undefined) {
    ["eventId", "event_id", "eventid"].forEach(function (spelling) {
      if (has(options, spelling)) warn("eventID", spelling + " is not read: the option is called eventID");
    });
  }
  if (to.length === 0) warn("PIXEL_NOT_INITIALIZED", name + " is not sent: its pixel has no init before it");
  to.forEach(function (pixel) {
    if (name === "PageView") {
      if (pixel.viewed && !window.fbq.allowDuplicatePageViews) return;
      pixel.viewed = true;
    }
    send(parameters(pixel, name, data, eventId));
  });
}

function one(id) {
  var pixel = pixels.get(String(id));
  return pixel ? [pixel] : [];
}

function switchOff(list, id, value) {
  if (value === false || value === "false") list.add(id);
  else list.delete(id);
}

function set(name, value, id) {
  id = id === undefined ? "" : String(id);
  if (name === "autoConfig") switchOff(noAutomatic, id, value);
  else if (name === "firstPartyCookies") switchOff(noCookies, id, value);
  else if (name === "endpoint") endpoint = withPath(new URL(String(value), ORIGIN));
  else warn("INVALID_FBQ_METHOD_PARAMETER", "set " + name + " does nothing here");
}

function withPath(url) {
  if (url.pathname === "/") url.pathname = "/tr/";
  return url.href;
}

function consent(action) {
  if (action === "revoke") granted = false;
  else if (action !== "grant") return warn("INVALID_CONSENT_ACTION", "consent is either revoke or grant");
  else {
    granted = true;
    // What is replayed may revoke again; the rest then goes on waiting, in its order.
    var before = held;
    held = [];
    before.forEach(handle);
  }
}

function limitData(options, country, region) {
  if (!Array.isArray(options)) return warn("INVALID_FBQ_METHOD_PARAMETER", "dataProcessingOptions takes a list");
  limited = [["dpo", options.join(",")]];
  if (country !== undefined) limited.push(["dpoco", String(country)]);
  if (region !== undefined) limited.push(["dpost", String(region)]);
}

var COMMANDS = {
  init: init,
  track: function (name, data, options) { track(Array.from(pixels.values()), true, name, data, options); },
  trackCustom: function (name, data, options) { track(Array.from(pixels.values()), false, name, data, options); },
  trackSingle: function (id, name, data, options) { track(one(id), true, name, data, options); },
  trackSingleCustom: function (id, name, data, options) { track(one(id), false, name, data, options); },
  set: set,
  consent: consent,
  dataProcessingOptions: limitData,
};

function handle(given) {
  var [command, ...values] = Array.from(given);
  if (!granted && command !== "consent") held.push(given);
  else if (command === undefined) warn("FBQ_NO_METHOD_NAME", "fbq without a command");
  else if (!has(COMMANDS, command)) warn("INVALID_FBQ_METHOD", String(command) + " does nothing here");
  else {
    try {
      COMMANDS[command].apply(null, values);
    } catch (error) {
      // A page must never break because of what watches it.
      console.error("capisim stand-in: " + command + " failed", error);
    }
  }
}

function begin() {
  var fbq = window.fbq || window._fbq;
  if (fbq && fbq.callMethod) {
    warn("CONFLICTING_VERSIONS", fbq.capisim ? "this script is on the page twice" : "another pixel script is there already");
    return;
  }
  if (!fbq) {
    fbq = function () {
      fbq.callMethod.apply(fbq, arguments);
    };
    fbq.push = fbq;
    fbq.queue = [];
  }
  window.fbq = fbq;
  if (!window._fbq) window._fbq = fbq;
  fbq.loaded = true;
  fbq.capisim = RELEASE;
  fbq.callMethod = function () {
    handle(arguments);
  };
  console.info("capisim: this is a stand-in for Meta's pixel script. Events go to " + ORIGIN + " and not to Meta.");
  (fbq.queue || []).splice(0).forEach(handle);
}

begin();
