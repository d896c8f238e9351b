"""Counts of events by their match keys, from how many events have each key.

Estimate, coverage and gains look at one key at a time. So events that carry their keys in very many combinations
can be told in at most two counts a key, and everything ``score`` and ``what_if`` say of them stays the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from simulator.match_quality.score import Counts


def counts_of(events: int, valid: Sequence[int], malformed: Sequence[int]) -> Counts:
    """Counts by ``(present, valid)`` in which as many of ``events`` have each key.

    ``valid`` and ``malformed`` tell by the place of a key in ``keys.KEYS`` how many events carry it well formed, and
    how many carry it otherwise. In which events keys meet is made up. Raises ValueError when a key has more than all.
    """
    ends = [good + bad for good, bad in zip(valid, malformed, strict=True)]
    if any(end > events for end in ends):
        raise ValueError("a match key can't be in more events than there are")
    found: dict[tuple[int, int], int] = {}
    before = 0
    for place in sorted({*valid, *ends, events} - {0}):
        # Of the events from ``before`` to ``place`` all have the same keys: those that reach so far.
        good = sum(1 << bit for bit, end in enumerate(valid) if end >= place)
        there = sum(1 << bit for bit, end in enumerate(ends) if end >= place)
        found[there, good] = found.get((there, good), 0) + place - before
        before = place
    return found
