"""How the pixel reports a step: what its request to ``/tr`` says, in the shape of a server event.

Units, names and order are those that ``simulator.capture.pixel`` reads (fbevents.js 2.9.15 and captures of
2026): single values travel as text, nested ones as JSON, and the request itself tells address and user agent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.event import Payload
    from simulator.synthetic.catalogue import Shelf
    from simulator.synthetic.devices import Device
    from simulator.synthetic.shoppers import Shopper
    from simulator.synthetic.steps import Step

RELEASE = "2.9.349"
"""The release seen in captures of 2026."""
_OPTIONS = "4126"


def user_data(shopper: Shopper, device: Device, known: bool, click: str | None) -> dict[str, Any]:
    """Customer information: what init was given, the cookies, and what the request tells."""
    found: dict[str, Any] = {**shopper.browser_keys} if known else {}
    if device.fbp is not None:
        found["fbp"] = device.fbp
    if click is not None:
        found["fbc"] = click
    found["client_ip_address"] = device.address
    found["client_user_agent"] = device.screen.user_agent
    return found


def payload(step: Step, user: dict[str, Any], shelf: Shelf) -> Payload:
    """A step as the request of the pixel tells it."""
    event: Payload = {"event_name": step.name, "event_id": step.event_id, "event_source_url": step.url}
    if step.referrer is not None:
        event["referrer_url"] = step.referrer
    event["event_time"] = step.at // 1000
    event["action_source"] = "website"
    event["user_data"] = user
    if step.custom is not None:
        event["custom_data"] = {name: _as_text(value, shelf) for name, value in step.custom.items()}
    return event


def body(step: Step, device: Device, events_before: int) -> dict[str, Any]:
    """What the script tells of itself and the page; ``events_before`` counts those of the page so far."""
    return {
        "if": "false",
        "sw": str(device.screen.width),
        "sh": str(device.screen.height),
        "v": RELEASE,
        "r": "stable",
        "ec": str(events_before),
        "o": _OPTIONS,
        "it": str(step.loaded),
        "coo": "false",
    }


def _as_text(value: Any, shelf: Shelf) -> Any:
    if value.__class__ is str or value.__class__ is list:
        return value
    if value.__class__ is float:
        return f"{value:.{shelf.decimals}f}"
    return str(value).lower()
