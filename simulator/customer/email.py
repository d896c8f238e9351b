"""E-mail addresses (``em``)."""

from __future__ import annotations

import re

from simulator.customer.text import Form, invisible, trim

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def email(value: str) -> Form:
    """Trimmed and in lower case. Dots and plus parts stay: Meta documents no step for them."""
    text = trim(trim(value).lower())
    if _ADDRESS.fullmatch(text):
        return Form(text, invisible(text))
    return Form(
        text,
        (
            "this does not look like an e-mail address: Meta's own libraries drop or refuse such values",
            *invisible(text),
        ),
    )
