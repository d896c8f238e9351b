"""Small properties and sessions for tests, and what came of them."""

from __future__ import annotations

from typing import Any

from simulator.tagging.happening import Firing, Happening, Sent, Unsent
from simulator.tagging.property import Environment, parse_property
from simulator.tagging.run import run
from simulator.tagging.session import parse_session

PIXEL = "1029384756601234"
EXTENSIONS: dict[str, Any] = {
    "meta_pixel": {"pixel_id": PIXEL},
    "meta_conversions_api": {"pixel_id": PIXEL, "access_token": {"secret": "META_ACCESS_TOKEN"}},
}
HOME = "https://shop.example/"
VIEW = {"visit": HOME}


def rule(*actions: dict[str, Any], on: str = "page-view", name: str = "Rule", **more: Any) -> dict[str, Any]:
    """A rule with these actions; ``more`` are members of its only trigger, or of the rule."""
    of_rule = {key: more.pop(key) for key in ("order", "conditions", "enabled") if key in more}
    return {"name": name, "triggers": [{"on": on, **more}], "actions": list(actions), **of_rule}


def prop(*rules: dict[str, Any], elements: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """The content of a property file."""
    return {
        "name": "shop.example",
        "extensions": {**EXTENSIONS},
        "elements": elements or {},
        "rules": list(rules),
        **more,
    }


def session(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The content of a session file."""
    return {"start": "2026-10-12T09:00:00Z", "steps": list(steps), **more}


def happened(given: dict[str, Any], visit: dict[str, Any], environment: Environment = "development") -> list[Happening]:
    """Everything that happens when the one runs through the other."""
    return list(run(parse_property(given), parse_session(visit), environment))


def sent(given: dict[str, Any], visit: dict[str, Any], environment: Environment = "development") -> list[Sent]:
    """What left."""
    return [each for each in happened(given, visit, environment) if isinstance(each, Sent)]


def unsent(given: dict[str, Any], visit: dict[str, Any]) -> list[Unsent]:
    """What did not."""
    return [each for each in happened(given, visit) if isinstance(each, Unsent)]


def fired(given: dict[str, Any], visit: dict[str, Any]) -> list[tuple[str, int]]:
    """Which rules fired, each with its step."""
    return [(each.rule, each.step) for each in happened(given, visit) if isinstance(each, Firing)]


def pixel(event: str = "Purchase", **more: Any) -> dict[str, Any]:
    """The action that calls the pixel."""
    return {"do": "send-pixel-event", "event": event, **more}


def server(event: str = "Purchase", **more: Any) -> dict[str, Any]:
    """The action that sends the server's copy."""
    told = {"event_name": event, "event_time": "1791795600", "action_source": "website", **more.pop("server_event", {})}
    return {"do": "send-conversions-api-event", "server_event": told, **more}


NEW_ID: dict[str, Any] = {"do": "generate-event-id"}
EVENT_ID = {"Event ID": {"type": "data-layer", "path": "conversionData.eventId"}}
