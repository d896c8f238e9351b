"""Example sessions of a new property: visits in which every standard event happens once at least."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from simulator.quickstart.events import CONSTANTS, EVENTS
from simulator.quickstart.property_file import value
from simulator.quickstart.wanted import Wanted

START: Final = "2026-10-12T09:00:00Z"
_PERSON: Final = {
    "user.email": "ana@example.com",
    "user.phone": "16505550111",
    "user.first_name": "ana",
    "user.last_name": "example",
    "user.city": "menlopark",
    "user.zip": "94025",
    "user.country": "us",
    "user.id": "customer-1001",
}
_CUP: Final = {
    "content_ids": ["cup-espresso"],
    "contents": [{"id": "cup-espresso", "quantity": 1, "item_price": 9.5}],
    "value": 9.5,
    "currency": "EUR",
}
_CART: Final = {
    "content_ids": ["cup-espresso"],
    "contents": [{"id": "cup-espresso", "quantity": 2, "item_price": 9.5}],
    "value": 19.0,
    "currency": "EUR",
    "num_items": 2,
}
_PLAN: Final = {"value": 12.0, "currency": "EUR", "predicted_ltv": 240.0}
_SAUCER: Final = {**_CUP, "content_ids": ["saucer"], "contents": [{"id": "saucer", "quantity": 1}], "value": 5.0}

_DATA: Final[Mapping[str, Mapping[str, Any]]] = {
    "ViewContent": _CUP,
    "Search": {"search_string": "saucer"},
    "AddToWishlist": _SAUCER,
    "AddToCart": _CART,
    "InitiateCheckout": _CART,
    "AddPaymentInfo": {**_CART, "value": 23.9},
    "Purchase": {**_CART, "value": 23.9},
    "Lead": {"value": 30.0, "currency": "EUR"},
    "CompleteRegistration": {"value": 2.0, "currency": "EUR"},
    "StartTrial": {**_PLAN, "value": 0.0},
    "Subscribe": _PLAN,
}
_DOES: Final = {
    "Search": {"submit": "header > form#search[role=search]"},
    "CustomizeProduct": {"click": "main > div.product > button.customize-button"},
    "AddToWishlist": {"click": "main > div.product > button.add-to-wishlist-button"},
    "AddToCart": {"click": "main > div.product > button.add-to-cart-button"},
    "InitiateCheckout": {"click": "main > aside.cart > button.checkout-button"},
    "AddPaymentInfo": {"submit": "main > form.payment-form"},
    "Purchase": {"event": "order:completed"},
    "FindLocation": {"submit": "main > form.store-finder"},
    "Contact": {"click": "footer > a.contact-button"},
    "Schedule": {"submit": "main > form.appointment-form"},
    "Lead": {"submit": "main > form.lead-form"},
    "SubmitApplication": {"submit": "main > form.application-form"},
    "CompleteRegistration": {"submit": "main > form.registration-form"},
    "StartTrial": {"click": "main > button.start-trial-button"},
    "Subscribe": {"submit": "main > form.subscription-form"},
    "Donate": {"submit": "main > form.donation-form"},
}


class _Visit(NamedTuple):
    path: str
    events: tuple[str, ...]


_SESSIONS: Final = {
    "shop": (
        "From an ad to a purchase",
        START,
        (
            _Visit(
                "/products/espresso-cup?fbclid=IwAR0MadeUpClickId",
                ("ViewContent", "Search", "CustomizeProduct", "AddToWishlist", "AddToCart", "InitiateCheckout"),
            ),
            _Visit("/checkout", ("AddPaymentInfo", "Purchase")),
        ),
    ),
    "account": (
        "From a question to a subscription",
        "2026-10-12T10:00:00Z",
        (
            _Visit("/", ("FindLocation", "Contact", "Schedule", "Lead", "SubmitApplication")),
            _Visit("/account", ("CompleteRegistration", "StartTrial", "Subscribe", "Donate")),
        ),
    ),
}


def session_files(wanted: Wanted) -> dict[str, str]:
    """The sessions by the name of their file."""
    return {f"{name}.toml": _text(wanted, seed, *told) for seed, (name, told) in enumerate(_SESSIONS.items(), 1)}


def _text(wanted: Wanted, seed: int, title: str, start: str, visits: tuple[_Visit, ...]) -> str:
    lines = [
        "# What a page and its visitor do, step by step. Before each event the page writes what the event is about:",
        "# take one of these lines away, and a rule sends the value of the event before.",
        f"title = {value(title)}",
        f"start = {value(start)}",
        f"seed = {seed}  # another number, other random values",
        f"data_layer = {value(wanted.data_layer)}",
    ]
    at = 0
    for visit in visits:
        first = visit.events[0]
        arriving = first if first not in _DOES else None
        lines += _step(at, {"visit": f"https://{wanted.domain}{visit.path}"}, {**_PERSON, **data_of(arriving)})
        for event in visit.events:
            if event in _DOES:
                at += 15
                lines += _step(at, _DOES[event], data_of(event))
        at += 20
    return "\n".join(lines) + "\n"


def data_of(event: str | None) -> dict[str, Any]:
    """What the page of an example writes before an event."""
    given = _DATA.get(event or "", {})
    named = next((planned.parameters for planned in EVENTS if planned.event == event), ())
    return {name: given[name] for name in named if name not in CONSTANTS}


def _step(at: int, does: Mapping[str, str], writes: Mapping[str, Any]) -> list[str]:
    lines = ["", "[[steps]]", *([f"at = {at}"] if at else [])]
    lines += [f"{name} = {value(each)}" for name, each in does.items()]
    if writes:
        lines += ["[steps.write]", *(f"{_quoted(path)} = {value(each)}" for path, each in writes.items())]
    return lines


def _quoted(path: str) -> str:
    return value(path) if "." in path else path
