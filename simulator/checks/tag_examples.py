"""Building the examples of the rules about properties: a small property, and a session that it runs through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from simulator.checks.spot import ABSENT

PIXEL: Final = "1234567890"
_START: Final = "2026-08-29T10:40:00Z"
_PAGE: Final = "https://shop.example/"
_ELEMENTS: Final[dict[str, Any]] = {
    "Event ID": {"type": "data-layer", "path": "conversionData.eventId"},
    "Value": {"type": "data-layer", "path": "value"},
    "Email": {"type": "data-layer", "path": "email"},
    "Page URL": {"type": "page", "of": "url"},
    "Now": {"type": "time"},
    "User agent": {"type": "visitor", "of": "user_agent"},
    "IP address": {"type": "visitor", "of": "client_ip_address"},
}
NEW_ID: Final[dict[str, Any]] = {"do": "generate-event-id"}
VISIT: Final[dict[str, Any]] = {"visit": _PAGE, "write": {"value": 19.9, "email": "ana@example.com"}}
BUY: Final[dict[str, Any]] = {"at": 5, "click": "button.buy"}


def pixel(event: str = "Purchase", **members: Any) -> dict[str, Any]:
    """The action that calls the pixel, with these members instead; ABSENT takes one away."""
    base = {
        "do": "send-pixel-event",
        "event": event,
        "event_id": "%Event ID%",
        "parameters": {"value": "%Value%", "currency": "EUR"},
    }
    return _changed(base, members)


def server(event: str = "Purchase", **sections: Any) -> dict[str, Any]:
    """The action that sends the server's copy; members of its sections are changed, ABSENT takes one away."""
    base: dict[str, Any] = {
        "server_event": {
            "event_name": event,
            "event_time": "{{Now}}",
            "action_source": "website",
            "event_source_url": "{{Page URL}}",
            "event_id": "{{Event ID}}",
        },
        "customer_information": {
            "email": "{{Email}}",
            "client_ip_address": "{{IP address}}",
            "client_user_agent": "{{User agent}}",
        },
        "custom_data": {"value": "{{Value}}", "currency": "EUR"},
    }
    for name, given in sections.items():
        both = isinstance(given, Mapping) and isinstance(base.get(name), dict)
        base[name] = _changed(base[name], given) if both else given
    return {"do": "send-conversions-api-event", **{name: each for name, each in base.items() if each is not ABSENT}}


def rule_of(*actions: Mapping[str, Any], name: str = "MetaConversion_Purchase", **members: Any) -> dict[str, Any]:
    """A rule that fires when the button is clicked, with these members instead."""
    base = {"name": name, "triggers": [{"on": "click", "selector": ".buy"}], "actions": list(actions)}
    return _changed(base, members)


def example(
    *rules: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]] = (VISIT, BUY),
    elements: Mapping[str, Any] | None = None,
    **members: Any,
) -> dict[str, Any]:
    """A property of these rules and a session of these steps; ``members`` are of the property.

    Of the data elements it holds those that the rules name.
    """
    prop: dict[str, Any] = {
        "name": "shop.example",
        "extensions": {
            "meta_pixel": {"pixel_id": PIXEL},
            "meta_conversions_api": {"pixel_id": PIXEL, "access_token": {"secret": "META_ACCESS_TOKEN"}},
        },
        "elements": {},
        "rules": list(rules) or [rule_of(NEW_ID, pixel(), server())],
    }
    used = str(prop["rules"])
    named = {name: each for name, each in _ELEMENTS.items() if f"%{name}%" in used or f"{{{{{name}}}}}" in used}
    prop["elements"] = {**named, **(elements or {})}
    return {"property": {**prop, **members}, "session": {"start": _START, "steps": list(steps)}}


def _changed(base: dict[str, Any], members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **members}.items() if value is not ABSENT}
