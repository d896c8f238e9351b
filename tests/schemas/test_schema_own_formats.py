"""The schemas of our own formats: a right document passes, each wrong one fails where it is wrong."""

from __future__ import annotations

import copy
import tomllib
from typing import Any

import orjson
import pytest

from simulator.checks.engine import BASE, DIALECT, Compiled, compiler, own_documents
from simulator.resources import fixtures

COMPILER = compiler("jsonschema-rs", own_documents())
LINE: dict[str, Any] = {
    "n": 2, "origin": "events.jsonl:2", "channel": "server", "pixel_id": "1029384756601234", "event_name": "Purchase",
    "event_id": "order-1", "verdict": "duplicate", "duplicate_of": 1, "key": "event_id", "after_seconds": 2.5,
    "survivor_rule": "browser-within-5-minutes",
    "findings": [
        {"rule": "EVT001", "severity": "note", "path": "$.event_time", "message": "Text, not a number.",
         "twin": None, "confidence": None},
        {"rule": "DUP001", "severity": "error", "path": "$.event_id", "message": "Both count.", "twin": 1,
         "confidence": "high"},
    ],
}  # fmt: skip
KEPT = LINE | {"verdict": "kept", "duplicate_of": None, "key": None, "after_seconds": None, "survivor_rule": None}
FINDING = {
    "n": 1, "rule": "USR001", "name": "unhashed", "severity": "rejected", "path": "$.data[0].user_data.em[0]",
    "message": "Not hashed.", "expected": None, "actual": "j…@… (20 characters)", "fix": "Hash it.",
    "twin": None, "confidence": None,
}  # fmt: skip
PAIR = {
    "event_name": "Purchase", "counted": 1, "other": 2, "channels": {"counted": "browser", "other": "server"},
    "key": "event_id", "after_seconds": 2.5, "survivor_rule": "browser-within-5-minutes",
    "differs": [{"path": "$.custom_data.value", "counted": "1", "other": "2"}],
    "only_counted": ["$.user_data.fbc"], "only_other": ["$.user_data.em", "$.user_data.ph"],
}  # fmt: skip
SUSPECTED = {
    "rule": "DUP001", "severity": "error", "confidence": "high", "after_seconds": None, "parting": "they differ",
    "first": {"n": 1, "channel": "browser", "event_name": "Purchase", "event_id": None},
    "second": {"n": 2, "channel": "server", "event_name": "Purchase", "event_id": "order-1"},
}  # fmt: skip
IGNORED = {"findings": 3, "entries": [{"entry": "CLK005 for PageView: no ads yet", "findings": 3}]}
VALIDATION: dict[str, Any] = {
    "schema": BASE + "validation.schema.json", "events": 1, "findings": [FINDING], "pairs": [PAIR],
}  # fmt: skip
EXPECTED = {
    "schema": BASE + "expected.schema.json",
    "events": [
        {"n": 1, "verdict": "kept", "duplicate_of": None, "key": None, "survivor_rule": None, "rules": ["EVT001"]},
        {"n": 2, "verdict": "duplicate", "duplicate_of": 1, "key": "fbp", "survivor_rule": "browser-first",
         "rules": []},
    ],
    "totals": {"read": 2, "stored": 2, "quarantined": 0, "kept": 1, "duplicate": 1, "rejected": 0},
}  # fmt: skip
REPORT: dict[str, Any] = {
    "schema": BASE + "report.schema.json",
    "run": {
        "id": 1, "title": None, "state": "complete", "version": "0.1.0",
        "catalog": "sha256:" + "0" * 64, "clock": 1767225600.0, "seed": None, "settings": {},
        "sources": [{"path": "a.jsonl", "digest": "sha256:" + "1" * 64, "items": 3}],
    },
    "events": 3,
    "verdicts": {"kept": 1, "duplicate": 1, "rejected": 0, "quarantined": 1},
    "findings": [
        {
            "rule": "EVT001", "name": "late", "severity": "warning", "count": 2,
            "example": {
                "n": 1, "origin": "a.jsonl:1", "path": "$", "message": "Late.", "expected": None, "actual": None,
                "twin": 2, "confidence": "low",
            },
        }
    ],
    "deduplication": {
        "event_names": [
            {
                "event_name": "Purchase", "browser": 1, "server": 1, "pairs": 1, "duplicates": 1, "browser_only": 0,
                "server_only": 0, "coverage": 100.0, "keys": {"event_id": 1, "external_id": 0, "fbp": 0},
            }
        ],
        "pairs": {"count": 1, "examples": [PAIR]},
        "suspected": {"count": 1, "examples": [SUSPECTED]},
    },
    "match_quality": [
        {
            "event_name": "Purchase", "events": 1, "estimate": {"low": 4.5, "likely": 5.2, "high": 6, "model": "1"},
            "keys": [{"key": "em", "coverage": 38.0, "valid": 38.0}],
            "gains": [{"key": "em", "gain": 1.4, "missing_share": 62.0, "text": "send em on the other 62 %"}],
        }
    ],
    "money": [
        {
            "currency": "EUR", "event_name": "Purchase", "counted": {"events": 2, "amount": 20.5},
            "counted_twice": {"events": 1, "amount": 10.25}, "browser_only": {"events": 0, "amount": 0},
            "server_only": None, "refused": {"events": 0, "amount": 0}, "lost": {"events": 0, "amount": 0},
        }
    ],
}  # fmt: skip
GATE = {
    "schema": BASE + "gate.schema.json",
    "run": REPORT["run"],
    "profile": "production",
    "passed": False,
    "conditions": [
        {
            "name": "min_coverage", "about": "Purchase", "figure": None, "bound": "least", "limit": 75.0,
            "unit": "percent", "passed": False, "told": "the browser reported none that Meta would take",
        }
    ],
    "baseline": {
        "label": "main.json", "events": 3, "same_rules": True,
        "worse": [{"kind": "rule", "about": "DUP001", "before": 0, "after": 2}],
    },
}  # fmt: skip
_SIDE = {
    "label": "run 1", "catalog": "sha256:" + "0" * 64, "events": 2,
    "verdicts": {"kept": 1, "duplicate": 1, "rejected": 0, "quarantined": 0},
}  # fmt: skip
_GONE = {
    "channel": "server",
    "event_name": "Purchase",
    "event_id": None,
    "before": {"n": 2, "verdict": "kept"},
    "after": None,
}
DIFF = {
    "schema": BASE + "diff.schema.json",
    "before": _SIDE,
    "after": _SIDE,
    "same_rules": True,
    "fail_on": "error",
    "tolerance": 0.5,
    "worse": [{"kind": "pairs", "about": None, "before": None, "after": 1}],
    "rules": [
        {
            "rule": "DUP001", "name": "event-id-differs", "severity": "error", "kind": "appeared", "before": 0,
            "after": 1,
        }
    ],
    "verdicts": [{"before": "kept", "after": "rejected", "events": 1}],
    "events": {
        "changed": {"count": 0, "examples": []}, "vanished": {"count": 1, "examples": [_GONE]},
        "appeared": {"count": 0, "examples": []},
    },
    "pairs": {
        "broken": {"count": 1, "examples": [{"event_name": "Purchase", "event_id": "a"}]},
        "mended": {"count": 0, "examples": []},
    },
    "coverage": [{"event_name": "Purchase", "before": 100.0, "after": None}],
    "match_keys": [{"event_name": "Purchase", "key": "em", "before": {"coverage": 50.0, "valid": 40.0}, "after": None}],
    "channels": [{"event_name": "Purchase", "channel": "browser", "before": 1, "after": 0}],
}  # fmt: skip
SCENARIO = {
    "title": "A pair",
    "shows": "Both copies are one event.",
    "settings": {"deduplication": {"window_hours": 1}},
}
EVENT_ENVELOPE = {"channel": "server", "pixel_id": "1", "received_at": 1767225600.5, "event": {"event_name": "Lead"}}
REQUEST_ENVELOPE = {"request": {"method": "GET", "url": "https://www.facebook.com/tr/?id=1&ev=PageView"}}
BROWSER_REQUEST = {"id": "1029384756601234", "ev": "Purchase", "ts": "1767225600123", "cd[value]": "1", "zz": "new"}
GOOD: list[tuple[str, Any]] = [
    ("verdict-line", LINE), ("verdict-line", KEPT), ("validation", VALIDATION), ("expected", EXPECTED),
    ("report", REPORT), ("report", REPORT | {"ignored": IGNORED}), ("validation", VALIDATION | {"ignored": IGNORED}),
    ("gate", GATE), ("gate", GATE | {"baseline": None}), ("diff", DIFF),
    ("diff", DIFF | {"events": None, "pairs": None, "verdicts": None}),
    ("scenario", SCENARIO), ("envelope", EVENT_ENVELOPE), ("envelope", REQUEST_ENVELOPE),
    ("browser-request", BROWSER_REQUEST), ("settings", {}),
    ("settings", {"fail_on": "warning", "limits": {"nesting": 8}}),
]  # fmt: skip
WRONG: list[tuple[str, Any, str, Any]] = [
    ("verdict-line", LINE, "duplicate_of", None),
    ("verdict-line", LINE, "survivor_rule", "the last one"),
    ("verdict-line", LINE, "n", 0),
    ("verdict-line", KEPT, "key", "fbp"),
    ("verdict-line", KEPT, "findings.0.rule", "evt1"),
    ("verdict-line", KEPT, "findings.0.path", "user_data"),
    ("validation", VALIDATION, "schema", "report"),
    ("validation", VALIDATION, "findings.0.severity", "fatal"),
    ("validation", VALIDATION, "findings.0.fix", ""),
    ("validation", VALIDATION, "findings.0.twin", 0),
    ("validation", VALIDATION, "findings.0.confidence", "sure"),
    ("validation", VALIDATION, "pairs.0.only_other", ["user_data.em"]),
    ("validation", VALIDATION, "pairs.0.channels.other", "both"),
    ("validation", VALIDATION, "pairs.0.differs.0.other", None),
    ("verdict-line", LINE, "findings.1.confidence", "certain"),
    ("report", REPORT, "deduplication.pairs.count", -1),
    ("report", REPORT, "deduplication.suspected.examples.0.confidence", None),
    ("report", REPORT, "deduplication.suspected.examples.0.first.n", 0),
    ("report", REPORT | {"ignored": IGNORED}, "ignored.entries.0.entry", ""),
    ("expected", EXPECTED, "events.1.duplicate_of", None),
    ("expected", EXPECTED, "events.0.rules", ["EVT001", "EVT001"]),
    ("expected", EXPECTED, "totals.read", -1),
    ("report", REPORT, "match_quality.0.estimate", 5.2),
    ("report", REPORT, "match_quality.0.estimate.likely", 11),
    ("report", REPORT, "match_quality.0.estimate", {"low": 1, "likely": 2, "high": 3}),
    ("report", REPORT, "match_quality.0.gains", [REPORT["match_quality"][0]["gains"][0]] * 4),
    ("report", REPORT, "money.0.currency", "eur"),
    ("report", REPORT, "money.0.counted", None),
    ("report", REPORT, "money.0.lost.amount", "10.25"),
    ("report", REPORT, "verdicts.lost", 1),
    ("report", REPORT, "run.catalog", "md5:1"),
    ("report", REPORT, "deduplication.event_names.0.coverage", 101),
    ("gate", GATE, "conditions.0.name", "min_luck"),
    ("gate", GATE, "conditions.0.bound", "exactly"),
    ("gate", GATE, "conditions.0.limit", None),
    ("gate", GATE, "run.state", "paused"),
    ("gate", GATE, "baseline.worse.0.kind", "mood"),
    ("diff", DIFF, "worse.0.after", None),
    ("diff", DIFF, "rules.0.kind", "same"),
    ("diff", DIFF, "events.vanished.examples.0.before.n", 0),
    ("diff", DIFF, "pairs.broken.examples.0.event_id", None),
    ("diff", DIFF, "coverage.0.before", 101),
    ("diff", DIFF, "tolerance", -1),
    ("scenario", SCENARIO, "shows", ""),
    ("scenario", SCENARIO, "settings.deduplication.window_hours", 0),
    ("scenario", SCENARIO, "settings.colour", "blue"),
    ("envelope", EVENT_ENVELOPE, "request", {"url": "/tr?id=1"}),
    ("envelope", EVENT_ENVELOPE, "channel", "both"),
    ("envelope", REQUEST_ENVELOPE, "request.url", ""),
    ("browser-request", BROWSER_REQUEST, "id", "0"),
    ("browser-request", BROWSER_REQUEST, "ts", 1767225600123),
    ("settings", {"limits": {}}, "limits.nesting", 2000),
    ("settings", {}, "access_token", "x"),
]  # fmt: skip


def compiled(name: str) -> Compiled:
    """One schema file, ready."""
    return COMPILER.compile({"$schema": DIALECT, "$ref": f"{BASE}{name}.schema.json"})


def changed(document: Any, path: str, value: Any) -> Any:
    """A copy of the document with one member set."""
    result = copy.deepcopy(document)
    holder = result
    *way, last = path.split(".")
    for part in way:
        holder = holder[int(part) if isinstance(holder, list) else part]
    holder[last] = value
    return result


@pytest.mark.parametrize(("name", "document"), GOOD)
def test_a_right_document_passes(name: str, document: Any) -> None:
    assert list(compiled(name).breaches(document)) == []


@pytest.mark.parametrize(("name", "document", "path", "value"), WRONG)
def test_a_wrong_document_fails(name: str, document: Any, path: str, value: Any) -> None:
    assert compiled(name).is_valid(document)
    assert not compiled(name).is_valid(changed(document, path, value))


@pytest.mark.parametrize(
    ("name", "document"),
    [("verdict-line", LINE), ("report", REPORT), ("gate", GATE), ("diff", DIFF), ("validation", VALIDATION)],
)
def test_no_member_may_be_missing(name: str, document: Any) -> None:
    for member in document:
        assert not compiled(name).is_valid({key: value for key, value in document.items() if key != member})


@pytest.mark.parametrize("name", ["diff", "expected", "gate", "report", "validation", "verdict-line", "settings"])
def test_documents_we_print_need_no_second_file(name: str) -> None:
    alone = compiler("jsonschema-rs", {}).compile(own_documents()[f"{BASE}{name}.schema.json"])
    assert not alone.is_valid([])


def test_every_scenario_of_ours_passes() -> None:
    files = sorted(fixtures().glob("*/scenario.toml"))
    assert files
    for file in files:
        assert list(compiled("scenario").breaches(tomllib.loads(file.read_text("utf-8")))) == [], file.parent.name


def test_envelopes_of_our_fixtures_pass() -> None:
    envelope = compiled("envelope")
    seen = 0
    for file in sorted(fixtures().glob("*/events.jsonl")):
        for line in file.read_bytes().splitlines():
            try:
                document = orjson.loads(line)
            except orjson.JSONDecodeError:
                continue
            if file.parent.name != "malformed-lines" and ("request" in document or "event" in document):
                assert list(envelope.breaches(document)) == [], file.parent.name
                seen += 1
    assert seen
