"""The estimate of match quality per event name, from the match keys that a run's events carried."""

from __future__ import annotations

import sqlite3
from typing import Any

from simulator.store.rows import event_span


def match_quality(connection: sqlite3.Connection, run: int) -> list[dict[str, Any]]:
    """One entry per event name that the server sent for the web, the most frequent first.

    Meta scores per event name and only web events received through the Conversions API
    (https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api,
    read 2026-09-12); whether a copy was a duplicate doesn't matter for it, a refused one was never
    received. An event without action_source is taken for a website's, as its findings say. Every share
    is of the events, in percent.
    """
    from simulator.match_quality.score import coverage, estimate, gains

    counts: dict[str, dict[tuple[int, int], int]] = {}
    for name, present, valid, count in connection.execute(
        "SELECT event_name, present, valid, count(*) FROM events WHERE id BETWEEN ? AND ? AND channel = 'server'"
        " AND coalesce(action_source, 'website') = 'website' AND verdict IN ('kept', 'duplicate')"
        " AND event_name IS NOT NULL"
        " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
        event_span(run),
    ):
        counts.setdefault(name, {})[present, valid] = count
    entries = []
    for name, masks in counts.items():
        score = estimate(masks)
        entries.append(
            {
                "event_name": name,
                "events": sum(masks.values()),
                "estimate": {"low": score.low, "likely": score.likely, "high": score.high, "model": score.version},
                "keys": [{"key": key.key, "coverage": key.coverage, "valid": key.valid} for key in coverage(masks)],
                "gains": [
                    {
                        "key": gain.key,
                        "gain": gain.gain,
                        "missing_share": round(100 * gain.missing_share, 1),
                        "text": gain.text,
                    }
                    for gain in gains(masks, name)
                ],
            }
        )
    return sorted(entries, key=lambda entry: (-entry["events"], entry["event_name"]))
