"""Where in the property file a field of an event is set."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.tagging.actions.send_conversions_api_event import CUSTOMER_INFORMATION
from simulator.tagging.facts import Where
from simulator.tagging.property import Action

_FIELDS = {key: name for name, key in CUSTOMER_INFORMATION.items()}


def place_of(action: Action, field: str) -> Where:
    """The members of an action that lead to a field, as far as the file goes: ``("parameters", "value")``."""
    section, _, rest = field.partition(".")
    if action.do == "send-pixel-event":
        parts = ["parameters", *rest.split(".")] if section == "custom_data" else [section]
    elif section == "user_data":
        parts = ["customer_information", _FIELDS.get(rest, rest)]
    elif section == "app_data":
        parts = ["app_data", rest]
    elif section == "custom_data":
        parts = ["custom_data", *(rest.split(".") if rest else ())]
    else:
        parts = ["server_event", section]
    value: Any = action.settings
    found: list[str] = []
    for part in parts:
        if not isinstance(value, Mapping) or part not in value:
            break
        value = value[part]
        found.append(part)
    return tuple(found)
