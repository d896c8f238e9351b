// SHA-256 (FIPS 180-4). The browser's own is there on secure origins only, and answers later than a page may live.

function fractions(root, count) {
  // The first 32 bits behind the point of the roots of the first primes.
  var found = [];
  for (var candidate = 2; found.length < count; candidate++) {
    var prime = true;
    for (var divisor = 2; divisor * divisor <= candidate; divisor++) {
      if (candidate % divisor === 0) prime = false;
    }
    if (prime) {
      var value = Math.pow(candidate, 1 / root);
      found.push(((value - Math.floor(value)) * 4294967296) | 0);
    }
  }
  return found;
}

var ROUNDS = fractions(3, 64);
var START = fractions(2, 8);

function rotate(word, bits) {
  return (word >>> bits) | (word << (32 - bits));
}

// The digest of a text in UTF-8, as 64 lower-case hexadecimal digits.
function sha256(text) {
  var bytes = unescape(encodeURIComponent(text));
  var blocks = ((bytes.length + 8) >> 6) + 1;
  var words = new Array(blocks * 16).fill(0);
  for (var i = 0; i < bytes.length; i++) words[i >> 2] |= bytes.charCodeAt(i) << (24 - (i % 4) * 8);
  words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length % 4) * 8);
  words[words.length - 2] = Math.floor(bytes.length / 536870912);
  words[words.length - 1] = (bytes.length << 3) | 0;
  var hash = START.slice();
  for (var block = 0; block < words.length; block += 16) mix(hash, words.slice(block, block + 16));
  return hash
    .map(function (word) {
      return (word >>> 0).toString(16).padStart(8, "0");
    })
    .join("");
}

function mix(hash, schedule) {
  for (var i = 16; i < 64; i++) {
    var early = schedule[i - 15];
    var late = schedule[i - 2];
    var s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    var s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[i] = (schedule[i - 16] + s0 + schedule[i - 7] + s1) | 0;
  }
  var [a, b, c, d, e, f, g, h] = hash;
  for (var round = 0; round < 64; round++) {
    var big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    var first = (h + big1 + ((e & f) ^ (~e & g)) + ROUNDS[round] + schedule[round]) | 0;
    var big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    var second = (big0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
  }
  [a, b, c, d, e, f, g, h].forEach(function (word, i) {
    hash[i] = (hash[i] + word) | 0;
  });
}
