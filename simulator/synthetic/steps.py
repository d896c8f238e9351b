"""What happens in a visit, before either channel reports it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from simulator.synthetic.catalogue import Product, Shelf

HOST = "https://made-up-shop.example"


class Step(NamedTuple):
    """One action. ``at`` is in milliseconds; ``custom`` is custom_data as the server sends it.

    ``known`` tells whether the shop knows by then who it is. ``page`` counts the pages of the visit, and
    ``loaded`` is when this one was. ``click`` is fbc at that moment.
    """

    name: str
    at: int
    event_id: str
    url: str
    referrer: str | None
    custom: dict[str, Any] | None
    known: bool
    page: int
    loaded: int
    click: str | None


def of_product(shelf: Shelf, product: Product) -> dict[str, Any]:
    """custom_data of one product that is looked at or liked."""
    return {
        "content_ids": [product.id],
        "content_type": "product",
        "content_name": product.name,
        "content_category": product.category,
        "contents": [{"id": product.id, "quantity": 1, "item_price": product.price}],
        "value": product.price,
        "currency": shelf.currency,
    }


def of_cart(shelf: Shelf, cart: dict[Product, int], *, added: Product | None = None) -> dict[str, Any]:
    """custom_data of a whole cart, or of the one product that was put into it."""
    items = {added: cart[added]} if added is not None else cart
    return {
        "content_ids": [product.id for product in items],
        "content_type": "product",
        "contents": [
            {"id": product.id, "quantity": quantity, "item_price": product.price} for product, quantity in items.items()
        ],
        "value": shelf.amount(sum(product.minor * quantity for product, quantity in items.items())),
        "currency": shelf.currency,
    }
