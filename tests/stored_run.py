"""A store with one run whose rows are written here by hand, so that every count is known."""

from __future__ import annotations

import json
from typing import Any

from simulator.run import SourceState
from simulator.store import Store, event_key, open_store
from simulator.store.rows import EVENT_COLUMNS
from simulator.store.write import NewRun, Writer

NOON = 1_767_268_800.0


class StoredRun:
    """Adds rows to run 1 of a store in memory."""

    def __init__(self, path: str = ":memory:", source: str = "shop.jsonl", **settings: Any) -> None:
        self.store: Store = open_store(path)
        self._n = 0
        settings |= {"store": path, "engine": "jsonschema-rs", "workers": 2, "durable": False}
        states = [SourceState(source, "sha256:" + "1" * 64, 1000, 9, 1000)]
        new = NewRun(None, "0.1.0", "sha256:" + "0" * 64, NOON, None, settings, {}, states)
        Writer.begin(self.store, new).finish("complete")

    def event(self, channel: str | None, name: str | None = "Purchase", **columns: Any) -> int:
        """Add an event, kept unless told otherwise; its ``n``."""
        self._n += 1
        row: dict[str, Any] = dict.fromkeys(EVENT_COLUMNS)
        row |= {"id": event_key(1, self._n), "channel": channel, "event_name": name, "pixel_id": "1234567890"}
        row |= {"action_source": "website", "received_at": NOON + self._n, "event_time": NOON + self._n}
        row |= {"source": 0, "line": self._n, "present": 0, "valid": 0, "verdict": "kept"}
        self._insert("events", row | columns)
        return self._n

    def duplicate(self, channel: str, of: int, name: str = "Purchase", **columns: Any) -> int:
        """Add a duplicate of an event, by event_id unless told otherwise."""
        given = {"verdict": "duplicate", "duplicate_of": of, "key": "event_id", "after_seconds": 1.5}
        return self.event(channel, name, **{**given, "survivor_rule": "browser-within-5-minutes", **columns})

    def payload(self, n: int, payload: dict[str, Any]) -> None:
        """Give an event its payload."""
        self._insert("payloads", {"id": event_key(1, n), "payload": json.dumps(payload)})

    def finding(
        self,
        n: int,
        rule: str,
        severity: int,
        message: str = "is wrong",
        path: str = "$.user_data.em",
        twin: int | None = None,
        confidence: str | None = None,
    ) -> None:
        """Add a finding to an event, behind those it has."""
        key = event_key(1, n)
        ix = self.store.connection.execute("SELECT count(*) FROM findings WHERE event = ?", [key]).fetchone()[0]
        row = {"event": key, "ix": ix, "rule": rule, "severity": severity, "path": path, "message": message}
        row |= {"twin": twin, "confidence": confidence}
        self._insert("findings", row | {"expected": "a SHA-256 hash", "actual": "j…@… (16 characters)"})

    def quarantined(self, reason: str, excerpt: str = '{"…"') -> int:
        """Add a line that could not be read."""
        n = self.event(None, None, verdict="quarantined", action_source=None)
        self._insert("quarantine", {"id": event_key(1, n), "reason": reason, "excerpt": excerpt})
        return n

    def _insert(self, table: str, row: dict[str, Any]) -> None:
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        self.store.connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608


def busy_run() -> StoredRun:
    """A run with something in every section of a report."""
    run = StoredRun()
    first = run.event("browser", event_id="order-1", received_at=NOON)
    second = run.duplicate("server", first, event_id="order-1", received_at=NOON + 1.5, present=0b1, valid=0b1)
    run.duplicate(
        "server", first, event_id="order-1", received_at=NOON + 40, after_seconds=40.0, present=0b11, valid=0b1
    )
    late = run.event("browser", "Lead", event_id="lead-1", received_at=NOON + 90)
    run.duplicate("server", late, "Lead", event_id="lead-1", received_at=NOON + 60, after_seconds=30.0)
    run.event("browser", event_id="order-2")
    run.event("server", event_id="order_2", present=0b1, valid=0b1)
    refused = run.event("server", event_id="order-3", verdict="rejected", worst=0)
    run.event("browser", "ViewContent")
    run.finding(refused, "REQ003", 0, "is refused with its request", "$")
    run.finding(second, "EVT099", 2, "[bold]not[/bold] what the \x1b[31mschema\x1b[0m says", "$.custom_data")
    run.finding(second, "EVT099", 2, "again", "$.custom_data")
    run.quarantined("the line is no JSON")
    run.quarantined("the line is no JSON")
    return run
