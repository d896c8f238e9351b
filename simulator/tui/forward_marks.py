"""How the states of forwards and of their events look."""

from __future__ import annotations

from typing import Final

STATE_STYLES: Final = {
    "accepted": "$success",
    "refused": "$error",
    "waiting": "$warning",
    "trying": "$warning",
    "unknown": "bold $warning",
    "expired": "$accent",
}
MARKS: Final = {"sending": "●", "interrupted": "■", "complete": "✓", "abandoned": "×"}
MARK_STYLES: Final = {
    "sending": "$success",
    "interrupted": "$warning",
    "complete": "$quiet",
    "abandoned": "$quiet",
}
