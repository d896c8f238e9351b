"""Times, moved by one distance: the gaps stay."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

# A number between these is a time in seconds (2001 to 2100); a thousand or a million times that, a finer one.
_EARLIEST, _LATEST = 1_000_000_000, 4_102_444_800
_UNITS = (1, 1_000, 1_000_000)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?([.,]\d+)?(Z|[+-]\d{2}:?\d{2})?")


class Times:
    """Moves times by ``seconds``, a whole number, and counts what was moved."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds

    def moved(self, value: Any) -> Any:
        """A number, digits in text or ISO 8601 text in its own form; what is no time in our days stays.

        Raises nothing.
        """
        if isinstance(value, bool):
            return value
        if isinstance(value, (int, float)):
            unit = unit_of(value)
            return value if unit is None else value + self.seconds * unit
        if not isinstance(value, str):
            return value
        text = value.strip()
        whole, dot, fraction = text.partition(".")
        if whole.isascii() and whole.isdigit() and len(whole) <= 17 and (not dot or fraction.isdigit()):
            unit = unit_of(int(whole))
            return value if unit is None else value.replace(whole, str(int(whole) + self.seconds * unit), 1)
        return _ISO.sub(self._iso, value) if _ISO.fullmatch(text) else value

    def _iso(self, match: re.Match[str]) -> str:
        text = match[0]
        try:
            moved = datetime.fromisoformat(text.replace(",", ".")) + timedelta(seconds=self.seconds)
        except (ValueError, OverflowError):
            return text
        # Everything behind the seconds stays as it was written.
        length = 19 if match[1] else 16
        return moved.isoformat(sep=text[10])[:length] + text[length:]


def unit_of(number: float) -> int | None:
    """How many of the number's units make a second, 1, 1,000 or 1,000,000; None for no time of our days."""
    return next((unit for unit in _UNITS if _EARLIEST <= number / unit < _LATEST), None)


def start_of(seconds: float) -> str:
    """Unix seconds as ISO 8601 in UTC, for people."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
