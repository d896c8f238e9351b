"use strict";
(() => {
  const root = document.documentElement;
  const by = (id) => document.getElementById(id);

  // Paper shows the rules and the tables that a screen folds. Of pairs and match keys it shows what somebody unfolded.
  let folded = [];
  addEventListener("beforeprint", () => { folded = [...document.querySelectorAll("details:not([open], .pair, .estimate, .more)")]; folded.forEach((each) => { each.open = true; }); });
  addEventListener("afterprint", () => { folded.forEach((each) => { each.open = false; }); });

  let list = null;
  const pairs = new Map();
  for (const each of document.querySelectorAll("[data-pair]")) {
    for (const n of each.dataset.pair.split(" ")) if (!pairs.has(n)) pairs.set(n, each.id);
  }

  // All text goes in as text; nothing of an event is ever read as markup.
  const make = (tag, text, kind) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const link = (text, to) => { const made = make("a", text); made.href = `#${to}`; return made; };
  const count = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const time = (seconds) => {
    const moment = seconds === null ? NaN : seconds * 1000;
    return Math.abs(moment) < 8.64e15 ? new Date(moment).toISOString().replace(".000Z", "Z") : "";
  };

  // From columns of differences to columns of values.
  const summed = (column) => { let sum = 0; return Float64Array.from(column, (each) => (sum += each)); };

  function read() {
    const data = JSON.parse(by("data").textContent);
    const many = data.kind.length;
    data.n = summed(data.n);
    data.line = summed(data.line);
    let last = 0;
    for (let i = 0; i < many; i++) if (data.time[i] !== null) data.time[i] = last += data.time[i];
    return data;
  }

  function start() {
    const data = read();
    const many = data.kind.length;
    const [CHANNEL, NAME, VERDICT, WORST, KEY, SOURCE] = [0, 1, 2, 3, 4, 5];
    let shown = Uint32Array.from(data.kind, (_, i) => i);
    let page = 0;
    let marked = -1;
    const fields = { find: by("find"), verdict: by("by-verdict"), channel: by("by-channel"), severity: by("by-severity"), rule: by("by-rule"), size: by("size") };
    const size = () => Number(fields.size.value);

    const offer = (select, words) => { for (const [value, text] of words) { const made = make("option", text); made.value = value; select.append(made); } };
    const used = (place) => new Set(data.kinds.map((kind) => kind[place]));
    for (const [select, place, words] of [[fields.verdict, VERDICT, data.verdicts], [fields.channel, CHANNEL, data.channels], [fields.severity, WORST, data.severities]]) {
      const there = used(place);
      offer(select, words.map((word, i) => [String(i), word || "none"]).filter(([i]) => there.has(Number(i))));
    }
    offer(fields.rule, [...new Set(data.sets.flat())].sort().map((code) => [code, code]));

    function choose() {
      const text = fields.find.value.trim().toLowerCase();
      const number = /^#?\d+$/.test(text) ? Number(text.replace("#", "")) : 0;
      const exact = text.startsWith("#");
      const wanted = (select) => (select.value === "" ? -1 : Number(select.value));
      const [verdict, channel, worst] = [wanted(fields.verdict), wanted(fields.channel), wanted(fields.severity)];
      const rule = fields.rule.value;
      // Words are few and events are many: what can be asked of the words is asked of them once.
      const kinds = data.kinds.map((kind) => (verdict < 0 || kind[VERDICT] === verdict) && (channel < 0 || kind[CHANNEL] === channel) && (worst < 0 || kind[WORST] === worst));
      const names = data.kinds.map((kind) => text !== "" && data.names[kind[NAME]].toLowerCase().includes(text));
      const sets = data.sets.map((set) => rule === "" || set.includes(rule));
      const found = new Uint32Array(many);
      let length = 0;
      for (let i = 0; i < many; i++) {
        if (!kinds[data.kind[i]] || !sets[data.rules[i]]) continue;
        if (text !== "" && data.n[i] !== number && (exact || (!names[data.kind[i]] && !(data.id[i] !== null && data.id[i].toLowerCase().includes(text))))) continue;
        found[length++] = i;
      }
      shown = found.subarray(0, length);
      page = 0;
      marked = -1;
      draw();
    }

    const cell = (kind, text) => { const made = make("td", text, kind); made.setAttribute("role", "cell"); return made; };

    function row(i) {
      const kind = data.kinds[data.kind[i]];
      const n = data.n[i];
      const made = make("tr");
      made.setAttribute("role", "row");
      made.tabIndex = -1;
      made.dataset.n = n;
      if (i === marked) made.className = "found";
      const event = cell("event");
      event.append(make("b", data.names[kind[NAME]] || "no event name"), " ", make("span", data.channels[kind[CHANNEL]], "quiet"));
      const verdict = cell("verdict");
      verdict.append(make("span", data.verdicts[kind[VERDICT]], `badge ${data.verdicts[kind[VERDICT]]}`));
      if (data.of[i]) {
        const why = make("small");
        why.append("of ", link(`#${n - data.of[i]}`, `event-${n - data.of[i]}`), ` by ${data.keys[kind[KEY]]}, ${data.gaps[data.gap[i]]}`);
        verdict.append(why);
      }
      const pair = pairs.get(String(n));
      if (pair) { const beside = make("small"); beside.append(link("side by side", pair)); verdict.append(beside); }
      const codes = cell("codes");
      const worst = data.severities[kind[WORST]];
      if (worst) codes.append(make("span", worst, `badge ${worst}`), " ");
      for (const code of data.sets[data.rules[i]]) codes.append(link(code, `rule-${code}`), " ");
      const place = `${data.sources[kind[SOURCE]]}:${data.line[i]}${data.ends[data.end[i]]}`;
      made.append(cell("n", `#${n}`), cell("time", time(data.time[i])), event, cell("id", data.id[i] === null ? "" : data.id[i]), verdict, codes, cell("place", place));
      return made;
    }

    function draw() {
      const last = Math.max(Math.ceil(shown.length / size()) - 1, 0);
      page = Math.min(Math.max(page, 0), last);
      const from = page * size();
      const part = shown.subarray(from, from + size());
      by("rows").replaceChildren(...Array.from(part, row));
      const of = shown.length === many ? `${count(many)} events` : `${count(shown.length)} of ${count(many)} events that match`;
      by("shown").textContent = part.length ? `${count(from + 1)} to ${count(from + part.length)} of ${of}` : "No event matches";
      for (const [id, off] of [["first", page === 0], ["previous", page === 0], ["next", page === last], ["last", page === last]]) by(id).disabled = off;
    }

    const turn = (id, to) => by(id).addEventListener("click", () => { page = to(); draw(); });
    turn("first", () => 0);
    turn("previous", () => page - 1);
    turn("next", () => page + 1);
    turn("last", () => Infinity);
    let waiting = 0;
    fields.find.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(choose, 120); });
    for (const select of [fields.verdict, fields.channel, fields.severity, fields.rule]) select.addEventListener("change", choose);
    fields.size.addEventListener("change", draw);
    function clear() { for (const field of [fields.find, fields.verdict, fields.channel, fields.severity, fields.rule]) field.value = ""; }
    by("clear").addEventListener("click", () => { clear(); choose(); });

    list = {
      rule(code) { clear(); fields.rule.value = code; choose(); by("events").scrollIntoView(); fields.rule.focus(); },
      event(n) {
        clear();
        choose();
        const i = data.n.indexOf(n);
        if (i < 0) { fields.find.value = `#${n}`; choose(); by("events").scrollIntoView(); return; }
        marked = i;
        page = Math.floor(i / size());
        draw();
        const there = document.querySelector(`tr[data-n="${n}"]`);
        there.scrollIntoView({ block: "center" });
        there.focus({ preventScroll: true });
      },
    };
    by("list").hidden = false;
    draw();
  }

  function go() {
    const to = decodeURIComponent(location.hash.slice(1));
    const event = /^event-(\d+)$/.exec(to);
    if (event) { list.event(Number(event[1])); return; }
    const there = to && by(to);
    if (there instanceof HTMLDetailsElement) { for (let each = there; each; each = each.parentElement.closest("details")) each.open = true; there.scrollIntoView(); there.querySelector("summary").focus({ preventScroll: true }); }
    // The list has made the page longer since the browser went there.
    else if (there) there.scrollIntoView();
  }

  // What is folded and the decision are there at once; the list follows when they are drawn.
  const begin = () => {
    start();
    for (const button of document.querySelectorAll(".show")) {
      button.hidden = false;
      button.addEventListener("click", () => list.rule(button.dataset.rule));
    }
    // A link to where one is already is no change of the hash.
    document.addEventListener("click", (click) => {
      const anchor = click.target instanceof Element && click.target.closest('a[href^="#"]');
      if (anchor && anchor.hash === location.hash) go();
    });
    addEventListener("hashchange", go);
    go();
    root.dataset.ready = "";
    performance.mark("ready");
  };
  requestAnimationFrame(() => setTimeout(begin));
})();
