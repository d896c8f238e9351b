"""Finding copies by external_id and fbp.

Nearly every key belongs to a handful of copies, so an entry is a copy or a list in order of receipt.
But a site that sends one constant external_id for everybody must not make this slow, so nothing here
walks along a list except to remove what is dead.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from simulator.deduplication.held import Entries, Held, Index, before, position

if TYPE_CHECKING:
    from collections.abc import Iterator

_SHORT = 32


def put(index: Index, copy: Held) -> None:
    """Enter a copy under each of its keys."""
    entries = index.external_id
    for value in copy.external_ids:
        if entries.setdefault(value, copy) is not copy:
            _join(entries, value, copy)
    fbp = copy.fbp
    if fbp is not None and index.fbp.setdefault(fbp, copy) is not copy:
        _join(index.fbp, fbp, copy)


def _join(entries: Entries, value: str, copy: Held) -> None:
    entry = entries[value]
    if isinstance(entry, Held):
        entries[value] = [entry, copy] if before(entry, copy) else [copy, entry]
    elif before(entry[-1], copy):
        entry.append(copy)
    else:
        insort(entry, copy, key=position)


def drop(index: Index, copy: Held) -> None:
    """Take out a copy, which must be dead, and what is as old as it under its keys."""
    entries = index.external_id
    for value in copy.external_ids:
        if entries.get(value) is copy:
            del entries[value]
        else:
            _shorten(entries, value, copy.at)
    fbp = copy.fbp
    if fbp is not None:
        if index.fbp.get(fbp) is copy:
            del index.fbp[fbp]
        else:
            _shorten(index.fbp, fbp, copy.at)


def _shorten(entries: Entries, value: str, dead_until: float) -> None:
    entry = entries.get(value)
    if not isinstance(entry, list):
        return
    if entry[-1].at <= dead_until:
        del entries[value]
    elif len(entry) <= _SHORT:
        entry[:] = [other for other in entry if other.at > dead_until]
    else:
        # Half at a time, so that each copy is moved a bounded number of times.
        half = len(entry) // 2
        if entry[half].at <= dead_until:
            del entry[: half + 1]


def latest_before(entries: Entries, value: str, copy: Held) -> Held | None:
    """The last one under a key that was received before the copy."""
    entry = entries.get(value)
    if entry is None:
        return None
    if isinstance(entry, Held):
        return entry if before(entry, copy) else None
    if before(entry[-1], copy):
        return entry[-1]
    place = bisect_left(entry, position(copy), key=position)
    return entry[place - 1] if place else None


def all_after(index: Index, copy: Held) -> Iterator[Held]:
    """Those that share a key with the copy and were received after it; some perhaps twice."""
    for value in copy.external_ids:
        yield from _after(index.external_id, value, copy)
    if copy.fbp is not None:
        yield from _after(index.fbp, copy.fbp, copy)


def _after(entries: Entries, value: str, copy: Held) -> Iterator[Held]:
    entry = entries.get(value, ())
    if isinstance(entry, Held):
        if before(copy, entry):
            yield entry
        return
    for other in reversed(entry):
        if before(other, copy):
            return
        yield other
