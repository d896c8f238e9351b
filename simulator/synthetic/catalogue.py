"""What the shop sells, and for how much in which currency."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from simulator.synthetic.countries import Country

_KINDS = {
    "cups": (("espresso-cup", 950), ("latte-bowl", 1450), ("travel-mug", 2490), ("tea-glass", 790)),
    "brewing": (("pour-over", 2990), ("french-press", 3900), ("moka-pot", 3490), ("kettle", 8900), ("scale", 4590)),
    "grinders": (("hand-grinder", 7900), ("burr-grinder", 18900)),
    "beans": (("house-blend", 1190), ("single-origin", 1690), ("decaf", 1290)),
}
_VARIANTS = {
    "cups": ("white", "indigo", "terracotta"),
    "brewing": ("steel", "copper", "black"),
    "grinders": ("steel", "walnut", "black"),
    "beans": ("250g", "500g", "1kg"),
}
CATEGORIES = tuple(_KINDS)


class Product(NamedTuple):
    """One thing to buy. ``minor`` is its price in the smallest unit of the currency."""

    id: str
    name: str
    category: str
    minor: int
    price: float | int
    text: str


class Shelf(NamedTuple):
    """All products at the prices of one country. A product's ``text`` is its price as a page writes it."""

    currency: str
    decimals: int
    products: tuple[Product, ...]

    def amount(self, minor: int) -> float | int:
        """A sum in the smallest unit as the number that is sent: 19.9, or 1990 where there are no decimals."""
        return minor / 100 if self.decimals else minor

    def written(self, minor: int) -> str:
        """The same as a page writes it: 19.90."""
        return f"{minor // 100}.{minor % 100:02d}" if self.decimals else str(minor)


@cache
def shelf(country: Country) -> Shelf:
    """The products at a country's prices."""
    bare = Shelf(country.currency, country.decimals, ())
    products = []
    for category, kinds in _KINDS.items():
        for at, variant in enumerate(_VARIANTS[category]):
            for kind, cents in kinds:
                minor = int(cents * country.price * (10 + at)) // 10
                minor -= minor % 10
                name = f"{kind} {variant}".replace("-", " ").capitalize()
                own = Product(f"{kind}-{variant}", name, category, minor, bare.amount(minor), bare.written(minor))
                products.append(own)
    return bare._replace(products=tuple(products))
