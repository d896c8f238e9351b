"""What comes of normalising one value, and what a profile must be able to do."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from simulator.customer.keys import Key


class Normalized(NamedTuple):
    """One customer value, prepared for sending.

    ``normalized`` is the text that is hashed, or sent as it is when the key isn't hashed; the
    given hash itself for a value that was hashed before; None when the value has no form that
    could be sent. ``sha256`` is 64 lower-case hexadecimal digits, None when nothing is hashed.
    ``given`` and ``normalized`` are somebody's data: never print them unless that person typed
    them.
    """

    key: str
    profile: str
    given: str
    normalized: str | None
    sha256: str | None
    notes: tuple[str, ...]


class Profile(Protocol):
    """One way of preparing values."""

    def __call__(self, key: Key, value: str, country: str | None) -> Normalized:
        """Prepare one value; never raises for a value. ``country`` is a lower-case alpha-2 code or None."""
