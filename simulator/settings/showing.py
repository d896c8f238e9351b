"""Settings and what was given for them, as text for people and as JSON."""

from __future__ import annotations

from typing import Any

from simulator.masking import printable, shorten
from simulator.settings.listing import Setting


def show(given: object) -> str:
    """Whatever was given for a setting, short and safe to print."""
    if isinstance(given, dict):
        return "a table"
    if isinstance(given, (list, tuple)):
        return "a list"
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, int) and abs(given) > 10**18:
        return "a number of more than 18 digits"
    return shorten(printable(repr(given) if isinstance(given, str) else str(given)), 60)


def as_json(setting: Setting, value: Any) -> Any:
    """The value as a settings file would hold it, in what JSON knows."""
    if setting.kind == "severities":
        return {code: severity.value for code, severity in value}
    if setting.kind == "ignores":
        return [
            {"rule": each.rule, "event_names": list(each.event_names), "reason": each.reason}
            if each.event_names
            else {"rule": each.rule, "reason": each.reason}
            for each in value
        ]
    if setting.kind == "profiles":
        return {name: {key: _plain(part) for key, part in table} for name, table in value}
    return list(value) if setting.kind == "list" else value


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def shown_value(value: Any) -> str:
    """The JSON of a value in one line: ``48``, ``true``, ``CLK,EVT05``, ``CUS006=warning``; nothing for none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, dict):
        # A table of tables is told by their names; the JSON holds all of it.
        return ",".join(name if isinstance(part, dict) else f"{name}={part}" for name, part in value.items())
    if isinstance(value, list):
        # A table of what is ignored is told by its rule; the JSON holds all of it.
        return ",".join(part["rule"] if isinstance(part, dict) else str(part) for part in value)
    return "" if value is None else str(value)
