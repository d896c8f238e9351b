// The live page: asks for what has changed and shows it. Whatever came from outside is put in as text, never as markup.
"use strict";

const PAUSE = 250;
const AFTER_FAILURE = 2000;
const at = (id) => document.getElementById(id);
let paused = false;
let newest = 0;
let run = null;

function made(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children.filter((child) => child !== null));
  return element;
}

function number(value, label, beside = "") {
  return made("div", "number", made("b", "", value, made("i", "", beside)), made("span", "", label));
}

const whole = (value) => value.toLocaleString("en");
const plural = (count, word) => `${whole(count)} ${word}${count === 1 ? "" : "s"}`;

function numbers(totals) {
  const shown = [
    number(whole(totals.received), "received"),
    number(whole(totals.kept), "kept"),
    number(whole(totals.duplicate), "duplicates"),
    number(whole(totals.rejected), "rejected"),
    number(whole(totals.quarantined), "unreadable"),
    number(whole(totals.with_findings), "with findings"),
    number(totals.coverage === null ? "–" : `${totals.coverage} %`, "event coverage"),
  ];
  const estimate = totals.estimate;
  const range = estimate ? `${estimate.low.toFixed(1)} to ${estimate.high.toFixed(1)}` : "";
  shown.push(number(estimate ? `≈ ${estimate.likely.toFixed(1)} ` : "–", "match quality", range));
  at("numbers").replaceChildren(...shown);
}

function clock(seconds) {
  return seconds === null ? "–" : new Date(seconds * 1000).toLocaleTimeString("en-GB");
}

function gap(seconds) {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 120) return `${Number(seconds.toFixed(1))} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

function codes(findings) {
  const worst = new Map();
  for (const finding of findings) if (!worst.has(finding.rule)) worst.set(finding.rule, finding.severity);
  return [...worst].map(([rule, severity]) => made("span", `badge ${severity}`, rule));
}

function row(event) {
  const name = made("td", "event", made("b", "", event.event_name ?? "no name"));
  if (event.event_id !== null) name.append(made("small", "", event.event_id));
  const verdict = made("td", "verdict", made("span", `badge ${event.verdict}`, event.verdict));
  if (event.duplicate_of !== null) verdict.append(made("small", "", `of #${event.duplicate_of}`));
  const findings = made("td", "findings", ...codes(event.findings));
  if (event.findings.length) findings.append(made("small", "", event.findings[0].message));
  return made(
    "tr",
    event.n > newest ? "new" : "",
    made("td", "n", `#${event.n}`),
    made("td", "time", clock(event.received_at)),
    made("td", "channel", event.channel ?? "–"),
    name,
    verdict,
    findings,
  );
}

function side(copy) {
  return `${copy.channel} #${copy.n}`;
}

function pair(each) {
  const how = `same ${each.key}, ${gap(each.after_seconds)} apart`;
  const told = `${side(each.counts)} counts, ${side(each.duplicate)} does not`;
  return made("li", "", made("b", "", each.event_name ?? "no name"), made("small", "", told), made("small", "", how));
}

function rule(each) {
  const about = each.events ? plural(each.events, "event") : "the run as a whole";
  return made("li", "", made("span", `badge ${each.severity}`, each.rule), each.name, made("small", "", about));
}

function list(id, entries, none) {
  at(id).replaceChildren(...(entries.length ? entries : [made("li", "none", none)]));
}

function show(told) {
  if (told.run !== run) newest = 0;
  run = told.run;
  at("run").textContent = `run ${told.run}${told.title === null ? "" : ` · ${told.title}`}`;
  document.title = `${whole(told.totals.received)} – capisim`;
  numbers(told.totals);
  const any = told.totals.received > 0;
  at("found").hidden = !any;
  at("empty").hidden = any;
  at("events").replaceChildren(...told.events.map(row));
  list("pairs", told.pairs.map(pair), "No duplicate so far.");
  list("rules", told.rules.map(rule), "Nothing was found.");
  newest = told.events.length ? told.events[0].n : 0;
}

function state(name, text) {
  at("state").className = name;
  at("state").textContent = text;
}

const rest = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function follow() {
  let seen = null;
  for (;;) {
    if (paused || document.hidden) {
      await rest(PAUSE);
      continue;
    }
    try {
      const answer = await fetch(`/capisim/live${seen === null ? "" : `?seen=${seen}`}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const told = await answer.json();
      if (paused) continue;
      seen = told.seen;
      show(told);
      state("live", "live");
      await rest(PAUSE);
    } catch {
      seen = null;
      state("lost", "no answer; trying again");
      await rest(AFTER_FAILURE);
    }
  }
}

at("pause").addEventListener("click", () => {
  paused = !paused;
  at("pause").setAttribute("aria-pressed", String(paused));
  at("pause").textContent = paused ? "Go on" : "Pause";
  state(paused ? "" : "live", paused ? "paused" : "live");
});
at("script").textContent = `${location.origin}/capisim/fbevents.js`;
at("graph").textContent = `${location.origin}/v26.0/PIXEL_ID/events`;
follow();
