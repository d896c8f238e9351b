"""What happens away from the website: in the app, in a physical store, and by itself. Only servers report it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from simulator.synthetic.catalogue import shelf
from simulator.synthetic.chance import Chance
from simulator.synthetic.steps import of_cart, of_product

if TYPE_CHECKING:
    from simulator.event import Payload
    from simulator.synthetic.rhythm import Visit
    from simulator.synthetic.settings import ShopSettings
    from simulator.synthetic.shoppers import Shopper

_DAY = 86_400_000
_UPLOAD = 3 * 3_600_000
"""The tills' purchases are uploaded at night, all together: this long after midnight (UTC, milliseconds)."""
_STORE_KEYS = ("em", "ph", "external_id", "country")
_ORDER_DIGITS = "0123456789ABCDEF"


class Report(NamedTuple):
    """One server event away from the website; ``at`` and ``uploaded`` in milliseconds, the latter None for at once."""

    payload: Payload
    at: int
    uploaded: int | None


def reports(settings: ShopSettings, chance: Chance, shopper: Shopper, visit: Visit) -> list[Report]:
    """What is reported of a visit to the app or a store, or of a renewal."""
    if visit.kind == "app":
        return _app(settings, chance, shopper, visit.start)
    return [_store(chance, shopper, visit.start) if visit.kind == "store" else _renewal(chance, shopper, visit.start)]


def _event(chance: Chance, name: str, at: int, source: str, user: dict[str, Any], custom: dict[str, Any]) -> Payload:
    return {
        "event_name": name,
        "event_time": at // 1000,
        "event_id": chance.uuid(),
        "action_source": source,
        "user_data": user,
        "custom_data": custom,
    }


def _app(settings: ShopSettings, chance: Chance, shopper: Shopper, at: int) -> list[Report]:
    """Looking at things in the app, and mostly buying one of them."""
    phone = Chance(settings.seed, "app", shopper.number)
    agreed = phone.happens(0.7)
    goods, device = shelf(shopper.country), shopper.device(1, at)
    user = {**shopper.server_keys, "client_ip_address": device.address, "anon_id": f"made-up-{phone.uuid()}"}
    if agreed:
        user["madid"] = phone.uuid()
    is_iphone = "iPhone" in device.screen.user_agent
    app_data = {
        "advertiser_tracking_enabled": int(agreed),
        "application_tracking_enabled": 1,
        "extinfo": [
            "i2" if is_iphone else "a2",
            "example.made_up_shop.app",
            "4.2",
            "4.2.0",
            "18.6" if is_iphone else "16",
            "iPhone17,1" if is_iphone else "Pixel 9",
            shopper.habits.locale,
            "UTC",
            "",
            str(device.screen.width),
            str(device.screen.height),
            "3",
            "6",
            "128",
            "40",
            "UTC",
        ],
    }
    found = []
    product = chance.one_of(goods.products)
    for name in ("ViewContent", "AddToCart", "Purchase"):
        if name != "ViewContent" and chance.happens(0.4):
            break
        custom = of_product(goods, product) if name == "ViewContent" else of_cart(goods, {product: 1})
        if name == "Purchase":
            custom = {**custom, "order_id": f"A-{chance.text(_ORDER_DIGITS, 8)}"}
        found.append(Report({**_event(chance, name, at, "app", user, custom), "app_data": app_data}, at, None))
        at += chance.mostly_small(12_000, 120_000)
    return found


def _store(chance: Chance, shopper: Shopper, at: int) -> Report:
    """A purchase with a loyalty card."""
    goods = shelf(shopper.country)
    cart = {chance.one_of(goods.products): chance.between(1, 3) for _ in range(chance.between(1, 3))}
    user = {key: shopper.server_keys[key] for key in _STORE_KEYS}
    custom = {**of_cart(goods, cart), "order_id": f"T-{chance.text(_ORDER_DIGITS, 8)}"}
    event = _event(chance, "Purchase", at, "physical_store", user, custom)
    return Report(event, at, (at // _DAY + 1) * _DAY + _UPLOAD)


def _renewal(chance: Chance, shopper: Shopper, at: int) -> Report:
    """A subscription that renews itself, at the price of a bag of coffee."""
    goods = shelf(shopper.country)
    if shopper.subscription is None:
        shopper.subscription = f"sub-{chance.text(_ORDER_DIGITS, 8)}"
    user = {**shopper.server_keys, "subscription_id": shopper.subscription}
    bag = next(product for product in goods.products if product.category == "beans")
    custom = {**of_cart(goods, {bag: 1}), "order_id": f"R-{chance.text(_ORDER_DIGITS, 8)}"}
    return Report(_event(chance, "Purchase", at, "system_generated", user, custom), at, None)
