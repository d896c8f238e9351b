"""A store with one long, complete run: a short one as it was replayed, repeated by SQLite until it is long enough."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmark_traffic import FEW_KEYS, events

from simulator.pipeline import replay
from simulator.settings import Settings
from simulator.store import open_store
from simulator.store.rows import EVENT_COLUMNS, event_key

REPLAYED = 2_000
_NUMBERS = "WITH RECURSIVE times(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM times WHERE k < :times - 1) "
# NULL where there is no id.
_WITH_ID = """
    (SELECT replace(payload, '"' || e.event_id || '"', '"' || e.event_id || '-' || k || '"')
    FROM events e WHERE e.id = payloads.id)
"""
_SHIFTED = {
    "id": "id + k * :replayed",
    "event_id": "event_id || '-' || k",
    "event_time": "event_time + k * :seconds",
    "received_at": "received_at + k * :seconds",
    "line": "line + k * :replayed",
    "duplicate_of": "duplicate_of + k * :replayed",
    "event": "event + k * :replayed",
    "twin": "twin + k * :replayed",
    "payload": f"coalesce({_WITH_ID}, payload)",
}
_TABLES = {
    "payloads": ("id", "payload"),
    "findings": ("event", "ix", "rule", "severity", "path", "message", "expected", "actual", "twin", "confidence"),
    "events": EVENT_COLUMNS,
}


def _lines() -> Iterator[dict[str, Any]]:
    for number, envelope in enumerate(events(REPLAYED, 0.05, alike=False, keys=FEW_KEYS)):
        event = dict(envelope["event"])
        if "event_id" in event:
            event["event_id"] = f"order-{int(event['event_id'][-12:])}"
        elif number == REPLAYED - 1:
            event["event_id"] = "order-last"
        yield {**envelope, "event": event}


def long_run(path: Path, times: int) -> str:
    """A store with a run of so many times ``REPLAYED`` events, with their pairs and findings.

    0 makes a store without a run.
    """
    source = path.with_suffix(".jsonl")
    with open_store(str(path)) as store:
        if times:
            source.write_text("".join(json.dumps(line) + "\n" for line in _lines()), "utf-8")
            run = replay(store, [str(source)], Settings())
            source.unlink()
            connection = store.connection
            # Whole or not at all is nothing to ask of a file that is made anew each time.
            connection.execute("PRAGMA journal_mode = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            first, last = connection.execute("SELECT min(received_at), max(received_at) FROM events").fetchone()
            given = {"times": times, "replayed": REPLAYED, "seconds": last - first + 1, "run": event_key(run, 0)}
            for table, columns in _TABLES.items() if times > 1 else ():
                shifted = ", ".join(_SHIFTED.get(column, column) for column in columns)
                key = "event" if table == "findings" else "id"
                query = (
                    f"{_NUMBERS} INSERT INTO {table} ({', '.join(columns)}) SELECT {shifted}"  # noqa: S608 - constants
                    f" FROM times CROSS JOIN {table} WHERE {key} BETWEEN :run + 1 AND :run + :replayed"
                )
                connection.execute(query, {name: given[name] for name in given if f":{name}" in query})
            connection.execute("UPDATE sources SET items = items * ?", [times])
            connection.commit()
            connection.execute("PRAGMA journal_mode = WAL")
    return str(path)
