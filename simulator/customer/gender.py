"""Gender (``ge``)."""

from __future__ import annotations

from simulator.customer.text import Form, trim

_WORDS = {"f": "f", "female": "f", "woman": "f", "m": "m", "male": "m", "man": "m"}


def gender(value: str) -> Form:
    """``f`` or ``m``, the only two that Meta documents."""
    text = _WORDS.get(trim(value).lower())
    return Form(text) if text else Form(None, ("Meta documents f and m only: leave the key out for anything else",))
