"""Times: reading them from text, writing them, and the wall clock.

All times inside capisim are Unix seconds in UTC, as floats where a fraction matters.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

from simulator.errors import UsageError


def now() -> float:
    """The wall clock, in Unix seconds."""
    return time.time()


def parse_time(text: str) -> float:
    """Unix seconds from ``now``, a number of Unix seconds, or an ISO 8601 date and time.

    A date and time without a zone is taken as UTC. Raises UsageError when the text is none of
    these.
    """
    if text == "now":
        return now()
    try:
        seconds = float(text)
    except ValueError:
        pass
    else:
        # Past the year 9999 no date can be printed; milliseconds end up there.
        if 0 <= seconds < 253_402_300_800:
            return seconds
        raise UsageError(f"time {text!r} is out of range: give Unix seconds, not milliseconds")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"time {text!r} can't be read: give 'now', Unix seconds, or 2026-01-31T12:00:00Z") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.timestamp()


def format_time(seconds: float) -> str:
    """ISO 8601 in UTC, to the second: ``2026-01-31T12:00:00Z``."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return f"{seconds:.0f} s after 1970"


def format_span(seconds: float) -> str:
    """A length of time as a person says it: ``12.4 s``, ``4 min 10 s``, ``3 h 5 min``, ``8.2 days``."""
    seconds = abs(seconds)
    if seconds < 60:
        return f"{seconds:.3g} s"
    if seconds < 3600:
        minutes, rest = divmod(round(seconds), 60)
        return f"{minutes} min {rest} s" if rest else f"{minutes} min"
    if seconds < 72 * 3600:
        hours, rest = divmod(round(seconds), 3600)
        minutes, last = divmod(rest, 60)
        parts = [f"{hours} h", f"{minutes} min" if minutes else "", f"{last} s" if last else ""]
        return " ".join(part for part in parts if part)
    return f"{seconds / 86400:.1f} days"
