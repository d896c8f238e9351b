"""Your own ids (``external_id``, ``app_user_id``): sent in one spelling on every channel."""

from __future__ import annotations

from simulator.customer.text import Form, invisible, trim


def own_id(value: str) -> Form:
    """The id exactly as it is: Meta documents no normalisation, only one spelling everywhere."""
    if not trim(value):
        return Form("")
    notes = list(invisible(value))
    if value != "".join(value.lower().split()):
        notes.append(
            "kept as it is, since Meta documents no normalisation; Meta's parameter builder removes white space "
            "and capitals before hashing, so the two channels must prepare it alike"
        )
    return Form(value, tuple(notes))
