"""One value of one setting: from text or TOML to the Python value, or why not."""

from __future__ import annotations

from typing import Any

from simulator.masking import printable, shorten
from simulator.settings.listing import Setting

_ON = frozenset({"true", "yes", "on", "1"})
_OFF = frozenset({"false", "no", "off", "0"})


def read_value(setting: Setting, given: object, *, text: bool) -> Any:
    """The value of a setting.

    ``text`` allows a number or a switch to be written as text, as in an environment variable or
    an option; in TOML it must have its type. Raises ValueError with a sentence that follows the
    name of the setting ("must be a number, more than 0, but is -1").
    """
    value = _from_text(setting, given) if text and isinstance(given, str) else _typed(setting, given)
    if value is None or (setting.range is not None and not setting.range.holds(value)):
        raise ValueError(f"must be {setting.expected}, but is {_show(given)}")
    if isinstance(value, str) and "\0" in value:
        raise ValueError("must not hold a NUL character")
    return value


def _from_text(setting: Setting, given: str) -> Any:
    if setting.kind in ("text", "choice"):
        return _typed(setting, given)
    word = given.strip()
    if setting.kind == "switch":
        return True if word.lower() in _ON else False if word.lower() in _OFF else None
    try:
        return setting.type(word.replace("_", ""))
    except ValueError:
        return None


def _typed(setting: Setting, given: object) -> Any:
    if setting.kind == "choice":
        return setting.type(given) if isinstance(given, str) and given in setting.choices else None
    if setting.kind == "number" and type(given) is int:
        # An integer beyond the range of floats would raise; it is out of every range we have.
        return float(given) if abs(given) < 2**1000 else None
    return given if type(given) is setting.type else None


def _show(given: object) -> str:
    if isinstance(given, dict):
        return "a table"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int) and abs(given) > 10**18:
        return "a number of more than 18 digits"
    return shorten(printable(repr(given) if isinstance(given, str) else str(given)), 60)
