"""Text in SARIF messages: nothing in it is a placeholder or a link (SARIF 2.1.0, 3.11.5 and 3.11.6)."""

from __future__ import annotations

from simulator.masking import printable


def message(text: str) -> dict[str, str]:
    """A plain message that a viewer shows as the text was, but for a gap where a link would begin."""
    return {"text": plain(text)}


def plain(text: str) -> str:
    """Text of a plain message, control characters made visible, on as many lines as it had."""
    return "\n".join(map(printable, text.replace("](", "] (").splitlines())).replace("{", "{{").replace("}", "}}")
