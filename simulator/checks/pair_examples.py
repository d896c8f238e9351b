"""Parts of the example purchase that ``examples.pair`` gives both copies, to be changed on one of them."""

from __future__ import annotations

from typing import Any

from simulator.checks.examples import pair
from simulator.checks.spot import ABSENT


def order(**changes: Any) -> dict[str, Any]:
    """The custom_data of the purchase with these members instead; ABSENT takes one away."""
    return {"custom_data": _changed("custom_data", changes)}


def shopper(**changes: Any) -> dict[str, Any]:
    """The user_data of the purchase with these members instead; ABSENT takes one away."""
    return {"user_data": _changed("user_data", changes)}


def _changed(name: str, changes: dict[str, Any]) -> dict[str, Any]:
    members = pair()[0]["event"][name] | changes
    return {key: value for key, value in members.items() if value is not ABSENT}
