"""The events of a new property: what each rule sends, and what could trigger it.

Parameters are those of Meta's pixel reference (https://developers.facebook.com/docs/meta-pixel/reference, read
2026-09-12). Adobe gives only PageView a trigger, and names a click on ``.add-to-cart-button`` as an example for another
(https://experienceleague.adobe.com/en/docs/experience-platform/tags/extensions/server/meta/overview, read 2026-09-12);
the other triggers are ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

RULE: Final = "MetaConversion_"


class Planned(NamedTuple):
    """One rule to be. ``parameters`` are data layer fields or constants that both copies carry."""

    event: str
    trigger: Mapping[str, str]
    parameters: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        """The name of its rule."""
        return RULE + self.event


ELEMENTS: Final = {
    "content_ids": "Content IDs",
    "contents": "Contents",
    "value": "Value",
    "currency": "Currency",
    "num_items": "Number of items",
    "search_string": "Search",
    "predicted_ltv": "Lifetime value",
}
"""Data layer fields, and the data elements that read them."""
CONSTANTS: Final = {"content_type": "product", "status": True}
PERSON: Final = {
    "email": ("Email", "user.email"),
    "phone": ("Phone", "user.phone"),
    "first_name": ("First name", "user.first_name"),
    "last_name": ("Last name", "user.last_name"),
    "city": ("City", "user.city"),
    "zip": ("Postal code", "user.zip"),
    "country": ("Country", "user.country"),
    "external_id": ("Customer", "user.id"),
}
"""Customer information by the action's field: the data element, and its path."""

_PRODUCTS: Final = ("content_ids", "content_type", "contents", "value", "currency")
_WORTH: Final = ("value", "currency")


def _click(selector: str) -> dict[str, str]:
    return {"on": "click", "selector": selector}


def _form(selector: str) -> dict[str, str]:
    return {"on": "form-submit", "selector": selector}


EVENTS: Final = (
    Planned("PageView", {"on": "page-view"}),
    Planned("ViewContent", {"on": "page-view", "path": "/products/*"}, _PRODUCTS),
    Planned("Search", _form("form[role=search]"), ("search_string",)),
    Planned("CustomizeProduct", _click(".customize-button")),
    Planned("AddToWishlist", _click(".add-to-wishlist-button"), ("content_ids", "contents", "value", "currency")),
    Planned("AddToCart", _click(".add-to-cart-button"), _PRODUCTS),
    Planned(
        "InitiateCheckout", _click(".checkout-button"), ("content_ids", "contents", "num_items", "value", "currency")
    ),
    Planned("AddPaymentInfo", _form("form.payment-form"), ("content_ids", "contents", "value", "currency")),
    Planned("Purchase", {"on": "custom-event", "name": "order:completed"}, (*_PRODUCTS, "num_items")),
    Planned("FindLocation", _form("form.store-finder")),
    Planned("Contact", _click(".contact-button")),
    Planned("Schedule", _form("form.appointment-form")),
    Planned("Lead", _form("form.lead-form"), _WORTH),
    Planned("SubmitApplication", _form("form.application-form")),
    Planned("CompleteRegistration", _form("form.registration-form"), (*_WORTH, "status")),
    Planned("StartTrial", _click(".start-trial-button"), (*_WORTH, "predicted_ltv")),
    Planned("Subscribe", _form("form.subscription-form"), (*_WORTH, "predicted_ltv")),
    Planned("Donate", _form("form.donation-form")),
)
"""Every standard event, in the order in which a visit may meet them."""
