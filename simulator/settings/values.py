"""One value of one setting: from text or TOML to the Python value, or why not."""

from __future__ import annotations

from typing import Any

from simulator.settings.listing import Setting
from simulator.settings.several import SEVERAL
from simulator.settings.showing import show

_ON = frozenset({"true", "yes", "on", "1"})
_OFF = frozenset({"false", "no", "off", "0"})


def read_value(setting: Setting, given: object, *, text: bool) -> Any:
    """The value of a setting.

    ``text`` allows a number, a switch or a list to be written as text, as in an environment variable
    or an option; in TOML it must have its type. Raises ValueError with sentences that follow the
    name of the setting ("must be a number, more than 0, but is -1"), one argument for each.
    """
    if setting.kind in SEVERAL:
        return SEVERAL[setting.kind](setting, given, text)
    value = _from_text(setting, given) if text and isinstance(given, str) else _typed(setting, given)
    if value is None or (setting.range is not None and not setting.range.holds(value)):
        raise ValueError(f"must be {setting.expected}, but is {show(given)}")
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
