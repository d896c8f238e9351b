"""A property of many rules and a session of many steps."""

from __future__ import annotations

from typing import Any

from simulator.tagging.property import Property, parse_property
from simulator.tagging.session import Session, parse_session

PIXEL = "1029384756601234"
NAMES = ("ViewContent", "AddToCart", "InitiateCheckout", "Purchase", "Lead")
ELEMENTS: dict[str, Any] = {
    "Event ID": {"type": "data-layer", "path": "conversionData.eventId"},
    "Value": {"type": "data-layer", "path": "value"},
    "Currency": {"type": "constant", "value": "EUR"},
    "Contents": {"type": "data-layer", "path": "contents"},
    "Email": {"type": "data-layer", "path": "user.email"},
    "Page URL": {"type": "page", "of": "url"},
    "Now": {"type": "time"},
    "User agent": {"type": "visitor", "of": "user_agent"},
    "IP address": {"type": "visitor", "of": "client_ip_address"},
    "fbp": {"type": "cookie", "name": "_fbp"},
}


def rule(number: int) -> dict[str, Any]:
    """A rule with both copies that one button of its own fires."""
    name = NAMES[number % len(NAMES)]
    data = {"value": "%Value%", "currency": "%Currency%", "contents": "%Contents%"}
    event = {
        "event_name": name,
        "event_time": "{{Now}}",
        "action_source": "website",
        "event_source_url": "{{Page URL}}",
    }
    people = {"email": "Email", "client_ip_address": "IP address", "client_user_agent": "User agent", "fbp": "fbp"}
    server = {
        "do": "send-conversions-api-event",
        "server_event": {**event, "event_id": "{{Event ID}}"},
        "customer_information": {key: f"{{{{{element}}}}}" for key, element in people.items()},
        "custom_data": {key: f"{{{{{value.strip('%')}}}}}" for key, value in data.items()},
    }
    pixel = {"do": "send-pixel-event", "event": name, "event_id": "%Event ID%", "parameters": data}
    return {
        "name": f"Rule {number}",
        "triggers": [{"on": "click", "selector": f"main .area-{number % 20} #button-{number}"}],
        "conditions": ["%Value% > 0"],
        "actions": [{"do": "generate-event-id"}, pixel, server],
    }


def many_rules(count: int) -> Property:
    """A property of that many rules."""
    api = {"pixel_id": PIXEL, "access_token": {"secret": "META_ACCESS_TOKEN"}}
    extensions = {"meta_pixel": {"pixel_id": PIXEL}, "meta_conversions_api": api}
    rules = [rule(number) for number in range(count)]
    return parse_property({"name": "load", "extensions": extensions, "elements": ELEMENTS, "rules": rules})


def many_steps(count: int, rules: int) -> Session:
    """A session of that many steps: half of them write, half click on the rules' buttons in turn."""
    steps: list[dict[str, Any]] = [{"visit": "https://shop.example/", "write": {"user.email": "ana@example.com"}}]
    for number in range(count // 2):
        contents = [{"id": f"sku-{number % 500}", "quantity": 1, "item_price": 9.5}]
        steps.append({"at": number / 2, "write": {"value": 1 + number % 90, "contents": contents}})
        button = number % rules
        steps.append({"at": number / 2, "click": f"main > div.area-{button % 20} > button#button-{button}"})
    return parse_session({"start": "2026-10-12T00:00:00Z", "steps": steps[:count]})
