"""Why something captured can't be used; never seen outside this package."""

from __future__ import annotations

BLOCKED = "the browser blocked this request, so it never reached Meta"
"""The reason for a request that a browser's export shows and that was never sent."""


class UnreadableError(Exception):
    """An item holds no event. The text is the reason: a clause that shows no value unmasked."""


class DamagedError(Exception):
    """A stream breaks off before its end. The text is the reason."""
