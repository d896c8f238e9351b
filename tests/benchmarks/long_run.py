"""A store with one long, complete run, made by SQLite itself: a million events in seconds."""

from __future__ import annotations

import json
from pathlib import Path

from simulator.run import SourceState
from simulator.store import event_key, open_store
from simulator.store.write import NewRun, Writer

_PAYLOAD = json.dumps(
    {
        "event_name": "Purchase",
        "event_id": "order-@",
        "event_time": 1_767_225_600,
        "action_source": "website",
        "event_source_url": "https://shop.example/thanks",
        "user_data": {"em": ["62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f"]},
        "custom_data": {"value": 12.5, "currency": "EUR"},
    },
    separators=(",", ":"),
)
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :events) "
_FILL = (
    """
    INSERT INTO events (id, channel, pixel_id, event_name, event_id, event_time, received_at, action_source, source,
        line, present, valid, worst, verdict, duplicate_of, key, after_seconds, survivor_rule)
    SELECT :zero + n, iif(n % 2, 'browser', 'server'), '1234567890', iif(n % 10 > 1, 'PageView', 'Purchase'),
        'order-' || ((n + 1) / 2), 1767225600 + n, 1767225600 + n, 'website', 0, n, 1023, 1023, iif(n % 50, NULL, 2),
        iif(n % 2, 'kept', 'duplicate'), iif(n % 2, NULL, n - 1), iif(n % 2, NULL, 'event_id'),
        iif(n % 2, NULL, 1.0), iif(n % 2, NULL, 'first-received')
    FROM numbers
    """,
    """
    INSERT INTO payloads SELECT :zero + n, replace(:payload, '@', (n + 1) / 2) FROM numbers
    """,
    """
    INSERT INTO findings (event, ix, rule, severity, path, message)
    SELECT :zero + n, 0, 'USR004', 2, '$.user_data', 'made up for measuring' FROM numbers WHERE n % 50 = 0
    """,
)


def long_run(path: Path, events: int) -> str:
    """A store with a run of so many events in pairs, every fiftieth with a finding; 0 for a store without a run."""
    with open_store(str(path)) as store:
        if events:
            new = NewRun(None, "0", "sha256:0", None, None, {}, {}, [SourceState("shop.jsonl", None, None, 0, 0)])
            Writer.begin(store, new).finish("complete")
            for statement in _FILL:
                given = {"events": events, "zero": event_key(1, 0), "payload": _PAYLOAD}
                store.connection.execute(
                    _NUMBERS + statement, {key: given[key] for key in given if f":{key}" in _NUMBERS + statement}
                )
            store.connection.commit()
    return str(path)
