"""Event IDs that are no ids: what programs and templates write where the id is missing."""

from __future__ import annotations

import re

from simulator.checks.vocabulary import NOTHING_WORDS

_WORDS = frozenset(word.strip().lower() for word in NOTHING_WORDS if word.strip()) | {
    *("nil", "true", "false", "(not set)", "event_id", "eventid", "event-id", "event id"),
    *("your_event_id", "your-event-id", "your event id", "unique_event_id", "unique-event-id"),
}
# Unfilled templates of tag managers, shop systems and scripts. In a single pair of brackets there may be more than
# a name, such as a GUID, so that only a name counts.
_TEMPLATE = re.compile(
    r"\{\{[^{}]{1,60}\}\}|\{%[^{}]{1,60}%\}|[$#]\{[^{}]{1,60}\}|\{[A-Za-z_. -]{1,40}\}"
    r"|\[object Object\]|\[[A-Za-z_ -]{1,40}\]|%%?[A-Za-z_.-]{2,40}%%?|<[A-Za-z_. -]{1,40}>"
)
# A missing value behind a prefix, as in "order-" + undefined: only as written by a program, not as a word of a name.
_MISSING = re.compile(r"(?<![A-Za-z])(?:undefined|null|NaN|None)(?![A-Za-z])")
_DIGIT = re.compile("[0-9]")
_DIGITS = "0123456789"
_LONGEST = 100


def is_placeholder(event_id: str) -> bool:
    """Whether an event ID stands where an id should be: ``undefined``, ``{{event_id}}``, ``order-null``.

    Text around it may be there, but no digit: with one the id may differ from event to event. An empty text
    is none.
    """
    # Nearly every id ends here. Only the names in curly brackets may hold digits.
    if "{" not in event_id and (event_id[-1:] in _DIGITS or _DIGIT.search(event_id)):
        return False
    if len(event_id) > _LONGEST:
        return False
    text = event_id.strip()
    if text.lower() in _WORDS:
        return True
    rest, found = _TEMPLATE.subn("", text)
    if not found:
        rest, found = _MISSING.subn("", text)
    return found > 0 and _DIGIT.search(rest) is None
