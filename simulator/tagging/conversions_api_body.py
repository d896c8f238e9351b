"""The event that Adobe's event forwarding extension makes of its settings, member by member in its order."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import orjson

from simulator.customer import normalize
from simulator.customer.hashing import sha256
from simulator.tagging.values import UNDEFINED, text_of, truthy, whole

LIMITED: Final = "LDU"
_LABELS: Final = {
    "country": "Country (country)",
    "ct": "City (ct)",
    "db": "Date of birth (db)",
    "em": "Email (em)",
    "external_id": "External ID (external_id)",
    "fn": "First Name (fn)",
    "ge": "Gender (ge)",
    "ln": "Last Name (ln)",
    "ph": "Phone (ph)",
    "st": "State (st)",
    "zp": "Zip (zp)",
}
HASHED: Final = tuple(_LABELS)
"""Meta's keys of the values that the extension hashes."""
# Sent whatever they are, as long as the form has them.
_ALWAYS: Final = ("client_ip_address", "client_user_agent")


class FieldError(Exception):
    """The extension throws, and sends nothing; the text names the field."""


def event_of(found: Mapping[str, Any], user_data: dict[str, Any], *, limited: bool) -> dict[str, Any]:
    """The server event; members that the extension leaves out are missing, and so is what is undefined."""
    event: dict[str, Any] = {}
    for name in ("event_name", "event_time"):
        event[name] = found.get(name, UNDEFINED)
    for name in ("event_id", "event_source_url"):
        event[name] = _or_nothing(found.get(name, UNDEFINED))
    event["action_source"] = found.get("action_source", UNDEFINED)
    event["opt_out"] = _or_nothing(found.get("opt_out", UNDEFINED))
    event["data_processing_options"] = [LIMITED] if limited else []
    if limited:
        event |= {"data_processing_options_country": 0, "data_processing_options_state": 0}
    event["user_data"] = user_data
    return {name: value for name, value in event.items() if value is not UNDEFINED}


def user_data_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """Customer information by Meta's keys, hashed as the extension does it.

    Raises FieldError for a value of a hashed key that is neither text nor number.
    """
    found: dict[str, Any] = {}
    for key, value in given.items():
        if key in _ALWAYS:
            if value is not UNDEFINED:
                found[key] = value
        elif truthy(value):
            found[key] = _hashed(key, value) if key in _LABELS else value
    return found


def custom_data_of(value: Any) -> dict[str, Any] | None:
    """Custom data: an object, or text that is one in JSON; text that is no JSON becomes an empty object."""
    if isinstance(value, str) and value:
        try:
            value = whole(orjson.loads(value))
        except orjson.JSONDecodeError:
            value = {}
    return value if isinstance(value, dict) else None


def _or_nothing(value: Any) -> Any:
    return value if truthy(value) else UNDEFINED


def _hashed(key: str, value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise FieldError(
            f'The value of the "{_LABELS[key]}" field is not a string or a number. Cannot generate a SHA-256 string.'
        )
    if not isinstance(value, str) and key != "ph":
        return sha256(text_of(value))
    return _prepared(key, text_of(value))


@lru_cache(maxsize=4096)
def _prepared(key: str, text: str) -> str:
    # What is left when nothing is left is hashed like anything else.
    made = normalize(key, text, "adobe").normalized or ""
    return made if len(made) == 64 and made.isascii() and made.isalnum() else sha256(made)
