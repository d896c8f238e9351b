"""How the two channels cover each event name, and by which keys their copies were recognised."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import Any

from simulator.store.rows import event_span

KEYS = ("event_id", "external_id", "fbp")


def event_names(connection: sqlite3.Connection, run: int) -> list[dict[str, Any]]:
    """One entry per event name, the most frequent first.

    Only events that Meta would accept are counted: ``browser`` + ``server`` = kept + duplicate. A
    pair is one event that both channels reported, however many copies each sent. ``coverage`` is
    the share, in percent, of the browser's events that the server reported too; None when the
    browser reported none (event coverage: "CAPI events vs unique browser events",
    https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api,
    read 2026-09-12). ``keys`` counts the duplicates that each key gave away.
    """
    span = event_span(run)
    copies: Counter[tuple[str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    for name, channel, verdict, count in connection.execute(
        "SELECT event_name, channel, verdict, count(*) FROM events WHERE id BETWEEN ? AND ?"
        " AND verdict IN ('kept', 'duplicate') AND event_name IS NOT NULL GROUP BY 1, 2, 3",
        span,
    ):
        copies[name, channel] += count
        if verdict == "kept":
            kept[name, channel] += count
    paired: Counter[tuple[str, str]] = Counter()
    for name, channel, count in connection.execute(
        "SELECT k.event_name, k.channel, count(DISTINCT k.id) FROM events d JOIN events k"
        " ON k.id = d.id - d.id % 4294967296 + d.duplicate_of"
        " WHERE d.id BETWEEN ? AND ? AND d.verdict = 'duplicate' AND d.channel <> k.channel GROUP BY 1, 2",
        span,
    ):
        paired[name, channel] += count
    keys: dict[str, dict[str, int]] = {}
    for name, key, count in connection.execute(
        "SELECT event_name, key, count(*) FROM events WHERE id BETWEEN ? AND ? AND verdict = 'duplicate' GROUP BY 1, 2",
        span,
    ):
        keys.setdefault(name, dict.fromkeys(KEYS, 0))[key] = count
    names = {name for name, _ in copies}
    entries = [_entry(name, copies, kept, paired, keys.get(name, dict.fromkeys(KEYS, 0))) for name in names]
    return sorted(entries, key=lambda entry: (-entry["browser"] - entry["server"], entry["event_name"]))


def _entry(
    name: str,
    copies: Counter[tuple[str, str]],
    kept: Counter[tuple[str, str]],
    paired: Counter[tuple[str, str]],
    keys: dict[str, int],
) -> dict[str, Any]:
    pairs = paired[name, "browser"] + paired[name, "server"]
    browser_only = kept[name, "browser"] - paired[name, "browser"]
    return {
        "event_name": name,
        "browser": copies[name, "browser"],
        "server": copies[name, "server"],
        "pairs": pairs,
        "duplicates": sum(keys.values()),
        "browser_only": browser_only,
        "server_only": kept[name, "server"] - paired[name, "server"],
        "coverage": round(100 * pairs / (pairs + browser_only), 1) if pairs + browser_only else None,
        "keys": dict(sorted(keys.items())),
    }
