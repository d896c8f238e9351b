"""First and last names (``fn``, ``ln``), and the parts of them that Meta's SDKs know."""

from __future__ import annotations

from simulator.customer.text import Form, plain_words, trim

_SPACE = (
    "Meta's documentation does not say what becomes of a space inside a name: it was kept; "
    "Meta's parameter builder removes it, Meta's Python SDK keeps it"
)


def name(value: str) -> Form:
    """Lower-case, without punctuation; letters of every script stay, in UTF-8."""
    text, notes = plain_words(value, spaces=True)
    if text and len(text.split()) > 1:
        notes = (*notes, _SPACE)
    return Form(text, notes)


def start_of_name(value: str, letters: int) -> Form:
    """The first letters of the normalised name, at most as many as asked for."""
    text, notes = plain_words(value, spaces=True)
    return Form(trim((text or "")[:letters]), notes)
