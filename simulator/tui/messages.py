"""What the application tells its screens. A screen hears it while it is shown, or when it is shown again."""

from __future__ import annotations

from textual.message import Message


class RunChanged(Message, bubble=False):
    """Another run is open, or the first look at the store is over: load everything anew."""


class RunGrew(Message, bubble=False):
    """The open run has changed: more events, other decisions, another state."""


class FilterChanged(Message, bubble=False):
    """The common filter is another one."""
