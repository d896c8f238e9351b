"""The results of a check as JSON, in the shape of ``schemas/check.schema.json``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson

from simulator.expectation.difference import Difference
from simulator.expectation.many import Result, Unreadable
from simulator.masking import printable

SCHEMA = "https://capisim.dev/schemas/check.schema.json"


def document(results: Sequence[Result], updated: frozenset[str] = frozenset()) -> bytes:
    """UTF-8 JSON; ``updated`` are the folders whose ``expected.json`` was written."""
    rows = [_row(result, str(result.folder) in updated) for result in results]
    content = {
        "schema": SCHEMA,
        "scenarios": rows,
        "totals": {
            "scenarios": len(rows),
            **{outcome: sum(row["outcome"] == outcome for row in rows) for outcome in OUTCOMES},
        },
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


OUTCOMES = ("passed", "failed", "updated", "unreadable")


def _row(result: Result, updated: bool) -> dict[str, Any]:
    shared = {"scenario": printable(result.scenario), "folder": printable(str(result.folder))}
    if isinstance(result, Unreadable):
        return {
            **shared,
            "outcome": "unreadable",
            "events": None,
            "reason": printable(result.reason),
            "differences": [],
        }
    outcome = "updated" if updated else "passed" if result.passed else "failed"
    differences = [_difference(difference) for difference in result.differences]
    events = result.actual.totals["read"]
    return {**shared, "outcome": outcome, "events": events, "reason": None, "differences": differences}


def _difference(difference: Difference) -> dict[str, Any]:
    members = difference._asdict()
    del members["scenario"]
    return {name: printable(value) if isinstance(value, str) else value for name, value in members.items()}
