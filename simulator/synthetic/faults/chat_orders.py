"""Orders by chat: a second purchase of somebody who bought on the website, reported as business messaging.

What such an event must have: developers.facebook.com/documentation/ads-commerce/conversions-api/business-messaging
(read 2026-09-12).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.synthetic.faults.changing import on
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

BUYERS = on("server", "Purchase", "InitiateCheckout")
"""Whose chat follows; only servers report it."""
PAGE = "100000000000001"
"""The shop's page, to which the conversations belong."""
_DIGITS = "0123456789"


def chat_order(made: Made, chance: Chance, channel: str, user: dict[str, Any], name: str = "Purchase") -> Made:
    """The event of an order by that channel, a while later, with nothing wrong that the arguments haven't."""
    after = chance.between(600, 7200)
    order = f"C-{chance.text(_DIGITS, 8)}"
    keys = {key: made.payload["user_data"][key] for key in ("em", "ph") if key in made.payload["user_data"]}
    event = {
        "event_name": name,
        "event_time": int(made.received_at) + after,
        "event_id": f"chat-{order}",
        "action_source": "business_messaging",
        "messaging_channel": channel,
        "user_data": {**keys, **user},
        "custom_data": {**made.payload["custom_data"], "order_id": order},
    }
    received = round(made.received_at * 1000 + (after + 3) * 1000) / 1000
    return made._replace(payload=event, received_at=received)


def person_in_chat(chance: Chance) -> str:
    """The id that the webhook of a channel gives a person."""
    return "2" + chance.text(_DIGITS, 15)
