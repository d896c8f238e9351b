"""Who an event is about, as far as one browser or one account can be told."""

from __future__ import annotations

from typing import Any

from simulator.checks.seen import Seen
from simulator.customer.builder_marker import unmarked_cookie


def values(sent: Any) -> list[str]:
    """The texts of a member that may be one value or a list of them, empty ones left out."""
    several = sent if isinstance(sent, list) else [sent]
    texts = [str(each) for each in several if isinstance(each, (str, int)) and not isinstance(each, bool)]
    return [text for text in texts if text]


def browser_of(seen: Seen) -> str | None:
    """The browser id (fbp) of an event, without the builder's appendix."""
    user_data = seen.payload.get("user_data")
    if user_data.__class__ is not dict or user_data is None:
        return None
    fbp = user_data.get("fbp")
    return unmarked_cookie(fbp) if fbp.__class__ is str and fbp else None


def first_value(sent: Any) -> str | None:
    """The first of ``values``; None when there are none."""
    if sent is None:
        return None
    if sent.__class__ is list and len(sent) == 1:
        sent = sent[0]
    if sent.__class__ is str:
        return sent or None
    found = values(sent)
    return found[0] if found else None


def visitor_of(seen: Seen) -> str | None:
    """What tells the visitor apart, the most lasting first: external_id, hashed e-mail, fbp."""
    user_data = seen.member("user_data")
    for key in ("external_id", "em"):
        found = first_value(user_data.get(key))
        if found is not None:
            return f"{key}:{found}"
    fbp = browser_of(seen)
    return None if fbp is None else f"fbp:{fbp}"
