"""What if: the same events with a match key on every one of them, or on none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from simulator.match_quality.keys import KEYS
from simulator.match_quality.score import Counts


class Supposed(StrEnum):
    """What is supposed of a match key."""

    EVERY = "every"
    """Every event carries it well formed."""
    NONE = "none"
    """No event carries it."""


def what_if(counts: Counts, supposed: Mapping[str, Supposed]) -> Counts:
    """The counts of events by ``(present, valid)`` as they would be; ``supposed`` is by match key.

    ``score.estimate`` of the result is the estimate as it would be. Raises ValueError for a key that is no match key.
    """
    given = withheld = 0
    for key, what in supposed.items():
        if key not in KEYS:
            raise ValueError(f"{key} is no match key")
        bit = 1 << KEYS.index(key)
        if what is Supposed.EVERY:
            given |= bit
        else:
            withheld |= bit
    changed: Counter[tuple[int, int]] = Counter()
    for (present, valid), count in counts.items():
        changed[present & ~withheld | given, valid & ~withheld | given] += count
    return changed


def next_supposed(counts: Counts, key: str, now: Supposed | None) -> Supposed | None:
    """What to suppose after ``now`` (None: as it was measured) going round; what would change nothing is left out."""
    bit = 1 << KEYS.index(key)
    changes = {
        Supposed.EVERY: any(not valid & bit for _, valid in counts),
        Supposed.NONE: any((present | valid) & bit for present, valid in counts),
    }
    round_: list[Supposed | None] = [None, *(what for what, differs in changes.items() if differs)]
    place = round_.index(now) if now in round_ else 0
    return round_[(place + 1) % len(round_)]
