"""What reaches Meta by a profile's answer, to be laid beside what a published library sends."""

from __future__ import annotations

import hashlib
import re

from simulator.customer import Normalized
from simulator.customer.outcome import HASHES_NOTHING, PASSED, SENDS_EMPTY_TEXT

_MARKER = re.compile(r"sent with the marker (\.[A-Za-z0-9_-]{8}) behind the hash")


def sent(result: Normalized) -> str | None:
    """The text that stands in ``user_data``; None when there is no value."""
    if HASHES_NOTHING in result.notes:
        return hashlib.sha256(b"").hexdigest()
    if SENDS_EMPTY_TEXT in result.notes:
        return ""
    if result.normalized is None:
        return None
    text = result.normalized if result.sha256 is None or PASSED in result.notes else result.sha256
    marks = [match[1] for note in result.notes if (match := _MARKER.fullmatch(note))]
    return text + "".join(marks)
