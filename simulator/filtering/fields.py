"""The fields that a filter may name."""

from __future__ import annotations

import difflib
from typing import Final, NamedTuple

from simulator.deduplication import rules
from simulator.verdict import Outcome


class Field(NamedTuple):
    """A field: of which kind it is, what to say of it, and for a ``choice`` its words."""

    kind: str
    about: str
    words: tuple[str, ...] = ()


FIELDS: Final = {
    "name": Field("text", "event name"),
    "channel": Field("choice", "who reported it", ("browser", "server")),
    "id": Field("text", "event ID"),
    "pixel": Field("text", "pixel (dataset) ID"),
    "verdict": Field("choice", "what became of it", tuple(Outcome)),
    "finding": Field("finding", "a rule's code or its beginning, or a severity"),
    "key": Field(
        "choice",
        "what told that it is a copy",
        ("event_id", "external_id", "fbp", "order_id", "user_data"),
    ),
    "survivor": Field(
        "choice",
        "which rule of Meta's chose the copy that counts",
        (rules.BROWSER_FAVOURED, rules.FIRST_RECEIVED, rules.BROWSER_FIRST, rules.OFFLINE_FIRST),
    ),
    "after": Field("length", "seconds between this copy and the one that counts"),
    "time": Field("time", "when it was received"),
    "event_time": Field("time", "when it happened"),
    "action_source": Field("text", "where it happened"),
    "external_id": Field("text", "the shop's own id of the person, as sent"),
    "fbp": Field("text", "the browser's id, as sent"),
    "source": Field("source", "file it was read from: its path or its name"),
    "line": Field("number", "line of the source, from 1"),
    "n": Field("number", "number in the run, from 1"),
    "has": Field("has", "carries a match key, a field, or a member of the payload"),
    "valid": Field("valid", "carries a match key well formed"),
}

ROOTS: Final = ("payload", "user_data", "custom_data", "app_data", "original_event_data", "attribution_data")
"""Where a path into the payload may start; ``payload.`` stands for the event itself."""

ORDERED: Final = frozenset({"number", "length", "time", "finding", "payload"})
"""Kinds that may be compared with < and >."""

PRESENT: Final = (
    "name",
    "channel",
    "id",
    "pixel",
    "finding",
    "key",
    "survivor",
    "after",
    "time",
    "event_time",
    "action_source",
)
"""Fields that an event may lack."""


def path_of(name: str) -> tuple[str, ...] | None:
    """The members a dotted name leads through; None when it is no path into the payload."""
    root, *rest = name.split(".")
    if root not in ROOTS or not rest or not all(rest):
        return None
    return tuple(rest) if root == "payload" else (root, *rest)


def meant(name: str, among: tuple[str, ...]) -> str:
    """``did you mean name``, or all there are."""
    near = difflib.get_close_matches(name.lower(), among, n=1, cutoff=0.6)
    return f"did you mean {near[0]}" if near else f"there are {', '.join(among)}"
