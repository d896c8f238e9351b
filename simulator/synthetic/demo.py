"""The day that ``capisim demo`` shows."""

from __future__ import annotations

from typing import Final

DEMO_SHOPPERS: Final = 200
DEMO_FAULTS: Final = (
    "split-event-id:prefix=8%",
    "double-fire:refresh=25%",
    "minor-units:server=20%",
    "bad-hash:truncated=5%",
    "bad-fbc:lower-cased=10%",
    "poison-batch:stale=1%",
    "left-test-code:part=5%",
)
"""A handful that a newcomer understands at once, each of another kind; most of the day is as it should be."""
