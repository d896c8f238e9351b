"""The text of a new property file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from simulator.quickstart.events import CONSTANTS, ELEMENTS, EVENTS, PERSON, Planned
from simulator.quickstart.wanted import Wanted

EVENT_ID = "Event ID"
_CUSTOMER = {name: f"{{{{{element}}}}}" for name, (element, _) in PERSON.items()} | {
    "client_ip_address": "{{IP address}}",
    "client_user_agent": "{{User agent}}",
    "fbp": "{{fbp}}",
    "fbc": "{{fbc}}",
}


def property_toml(wanted: Wanted, *, complete: bool) -> str:
    """The property: extensions, data elements, and a rule for each event; ``complete`` gives every one its trigger."""
    head = [
        f"# The tags of {wanted.domain}: one rule for each standard event. Each renews the event id, calls the pixel",
        "# and sends the server's copy with the same id.",
        "# All members: simulator/tagging/README.md of capisim; 'capisim quickstart --validate .' tells how it stands.",
        f"name = {value(wanted.domain)}",
        f"data_layer = {value(wanted.data_layer)}",
        "",
        "[extensions.meta_pixel]",
        f"pixel_id = {value(wanted.pixel_id)}",
        "",
        "[extensions.meta_conversions_api]",
        f"pixel_id = {value(wanted.pixel_id)}",
        "# The name of the environment variable that holds it; the token itself is in no file.",
        f"access_token = {value({'secret': wanted.token_variable})}",
        "",
        "# %name% on the page, {{name}} in event forwarding. lasting: the same value may go along with one event after",
        "# another; everything else is written anew before each event, or what is sent is stale.",
        "[elements]",
    ]
    rules = [line for planned in EVENTS for line in _rule(planned, triggered=complete or planned.event == "PageView")]
    return "\n".join([*head, *_elements(), *rules]) + "\n"


def value(given: Any) -> str:
    """A value as TOML writes it on one line."""
    if isinstance(given, dict):
        return "{ " + ", ".join(f"{_key(name)} = {value(each)}" for name, each in given.items()) + " }"
    if isinstance(given, list):
        return "[" + ", ".join(map(value, given)) + "]"
    return json.dumps(given, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("_", "").isalnum() and name.isascii() else json.dumps(name, ensure_ascii=False)


def _elements() -> Iterable[str]:
    found: dict[str, dict[str, Any]] = {EVENT_ID: {"type": "data-layer", "path": "conversionData.eventId"}}
    found |= {name: {"type": "data-layer", "path": path} for path, name in ELEMENTS.items()}
    found |= {name: {"type": "data-layer", "path": path, "lasting": True} for name, path in PERSON.values()}
    found |= {
        "Page URL": {"type": "page", "of": "url"},
        "Now": {"type": "time", "unit": "seconds"},
        "IP address": {"type": "visitor", "of": "client_ip_address"},
        "User agent": {"type": "visitor", "of": "user_agent"},
        "fbp": {"type": "cookie", "name": "_fbp"},
        "fbc": {"type": "cookie", "name": "_fbc"},
    }
    return [f"{json.dumps(name)} = {value(each)}" for name, each in found.items()]


def _rule(planned: Planned, *, triggered: bool) -> list[str]:
    def parameters(before: str, after: str) -> dict[str, Any]:
        return {
            name: CONSTANTS[name] if name in CONSTANTS else f"{before}{ELEMENTS[name]}{after}"
            for name in planned.parameters
        }

    trigger = f"triggers = [{value(dict(planned.trigger))}]"
    server = {
        "event_name": planned.event,
        "event_time": "{{Now}}",
        "action_source": "website",
        "event_source_url": "{{Page URL}}",
        "event_id": f"{{{{{EVENT_ID}}}}}",
    }
    on_page, forwarded = parameters("%", "%"), parameters("{{", "}}")
    return [
        "",
        "[[rules]]",
        f"name = {value(planned.rule)}",
        trigger if triggered else f"# It never fires until it has a trigger: {trigger}",
        "",
        "[[rules.actions]]",
        'do = "generate-event-id"',
        "",
        "[[rules.actions]]",
        'do = "send-pixel-event"',
        f"event = {value(planned.event)}",
        f"event_id = {value(f'%{EVENT_ID}%')}",
        *([f"parameters = {value(on_page)}"] if on_page else []),
        "",
        "[[rules.actions]]",
        'do = "send-conversions-api-event"',
        f"server_event = {value(server)}",
        f"customer_information = {value(_CUSTOMER)}",
        *([f"custom_data = {value(forwarded)}"] if forwarded else []),
    ]
