"""Why something captured can't be used; never seen outside this package."""

from __future__ import annotations


class UnreadableError(Exception):
    """An item holds no event. The text is the reason: a clause that shows no value unmasked."""


class DamagedError(Exception):
    """A stream breaks off before its end. The text is the reason."""
