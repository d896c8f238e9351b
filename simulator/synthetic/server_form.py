"""How the shop's backend reports a step: hashed, with numbers as numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from simulator.event import Payload
    from simulator.synthetic.devices import Device
    from simulator.synthetic.shoppers import Shopper
    from simulator.synthetic.steps import Step


def user_data(shopper: Shopper, device: Device, known: bool, click: str | None) -> dict[str, Any]:
    """Customer information: what the request tells, and the person once the shop knows who it is."""
    found: dict[str, Any] = {**shopper.server_keys} if known else {}
    found["client_ip_address"] = device.address
    found["client_user_agent"] = device.screen.user_agent
    if device.fbp is not None:
        found["fbp"] = device.fbp
    if click is not None:
        found["fbc"] = click
    return found


def payload(step: Step, user: dict[str, Any]) -> Payload:
    """A step on the website as a server event."""
    event: Payload = {
        "event_name": step.name,
        "event_time": step.at // 1000,
        "event_id": step.event_id,
        "event_source_url": step.url,
    }
    if step.referrer is not None:
        event["referrer_url"] = step.referrer
    event["action_source"] = "website"
    event["user_data"] = user
    if step.custom is not None:
        event["custom_data"] = step.custom
    return event
