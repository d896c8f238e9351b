"""A visit in the making: the clock, the page, the cart, and the steps so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulator.synthetic.steps import HOST, Step

if TYPE_CHECKING:
    from simulator.synthetic.catalogue import Product
    from simulator.synthetic.chance import Chance
    from simulator.synthetic.devices import Device
    from simulator.synthetic.shoppers import Shopper

_SHORTEST, _LONGEST = 9_000, 90_000
"""Milliseconds on a page. Nobody looks at two pages within what the second pass takes for a double fire."""
_ORDER_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


class Walk:
    """One visit to the website, as far as it has come; ``steps`` are what both channels may report."""

    def __init__(self, chance: Chance, shopper: Shopper, device: Device, start: int) -> None:
        self.chance = chance
        self.shopper = shopper
        self.at = start
        self.known = shopper.habits.account and chance.happens(0.6)
        self.steps: list[Step] = []
        self.cart: dict[Product, int] = {}
        self._fbc = device.fbc
        self._page = -1
        self._loaded = start
        self._url = ""
        self._referrer: str | None = None
        self._shop = f"{HOST}/{shopper.habits.locale.replace('_', '-').lower()}"

    def land(self, path: str, query: str, referrer: str | None, click: str | None) -> None:
        """Arrive from elsewhere; ``click`` is fbc from now on."""
        self._url = referrer or ""
        self._fbc = click
        self._open(f"{self._shop}{path}{query}")

    def turn_to(self, path: str) -> None:
        """Go on to another page after a while."""
        self.wait()
        self._open(f"{self._shop}{path}")

    def wait(self) -> None:
        """Stay on the page."""
        self.at += self.chance.mostly_small(_SHORTEST, _LONGEST)

    def _open(self, url: str) -> None:
        self._referrer, self._url = self._url or None, url
        self._page += 1
        self._loaded = self.at
        self.at += self.chance.between(150, 900)
        self.act("PageView")
        self.at += self.chance.between(5, 120)

    def act(self, name: str, custom: dict[str, Any] | None = None, event_id: str | None = None) -> None:
        """Do something that is reported."""
        step = Step(
            name,
            self.at,
            event_id or self.chance.uuid(),
            self._url,
            self._referrer,
            custom,
            self.known,
            self._page,
            self._loaded,
            self._fbc,
        )
        self.steps.append(step)

    def order_id(self) -> str:
        """A number for an order, unlike any phone number."""
        return f"M-{self.chance.text(_ORDER_LETTERS, 8)}"
