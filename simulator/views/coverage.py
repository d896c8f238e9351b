"""How the two channels cover each event name, and by which keys their copies were recognised."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import TYPE_CHECKING, Any

from simulator.store.rows import event_span

if TYPE_CHECKING:
    from simulator.views.dataset import Dataset

KEYS = ("event_id", "external_id", "fbp")


def event_names(connection: sqlite3.Connection, run: int, of: Dataset | None = None) -> list[dict[str, Any]]:
    """One entry per event name, the most frequent first; ``of`` a dataset, if any.

    Only events that Meta would accept are counted: ``browser`` + ``server`` = kept + duplicate. A
    pair is one event that both channels reported, however many copies each sent. ``coverage`` is
    the share, in percent, of the browser's events that the server reported too; None when the
    browser reported none (event coverage: "CAPI events vs unique browser events",
    https://developers.facebook.com/documentation/ads-commerce/conversions-api/dataset-quality-api,
    read 2026-09-12). ``keys`` counts the duplicates that each key gave away.
    """
    also, given = of.condition("e") if of is not None else ("", ())
    span = (*event_span(run), *given)
    copies: Counter[tuple[str, str]] = Counter()
    kept: Counter[tuple[str, str]] = Counter()
    for name, channel, verdict, count in connection.execute(
        "SELECT event_name, channel, verdict, count(*) FROM events e WHERE id BETWEEN ? AND ?"  # noqa: S608
        f" AND verdict IN ('kept', 'duplicate') AND event_name IS NOT NULL{also} GROUP BY 1, 2, 3",
        span,
    ):
        copies[name, channel] += count
        if verdict == "kept":
            kept[name, channel] += count
    paired: Counter[tuple[str, str]] = Counter()
    for name, channel, count in connection.execute(
        "SELECT k.event_name, k.channel, count(DISTINCT k.id) FROM events e JOIN events k"  # noqa: S608
        " ON k.id = e.id - e.id % 4294967296 + e.duplicate_of"
        f" WHERE e.id BETWEEN ? AND ? AND e.verdict = 'duplicate' AND e.channel <> k.channel{also} GROUP BY 1, 2",
        span,
    ):
        paired[name, channel] += count
    keys: dict[str, dict[str, int]] = {}
    for name, key, count in connection.execute(
        "SELECT event_name, key, count(*) FROM events e"  # noqa: S608
        f" WHERE id BETWEEN ? AND ? AND verdict = 'duplicate'{also} GROUP BY 1, 2",
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
