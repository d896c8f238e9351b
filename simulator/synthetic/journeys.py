"""What people do on the website, from landing to leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from simulator.synthetic.catalogue import CATEGORIES, Product, Shelf, shelf
from simulator.synthetic.steps import of_cart, of_product
from simulator.synthetic.walk import Walk

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance
    from simulator.synthetic.devices import Device
    from simulator.synthetic.shoppers import Shopper
    from simulator.synthetic.steps import Step

_MOST_PRODUCTS = 6
_TRIAL_MINOR = 1_500


def visit(chance: Chance, shopper: Shopper, device: Device, start: int) -> list[Step]:
    """The steps of one visit, in the order in which they happen."""
    walk = Walk(chance, shopper, device, start)
    goods = shelf(shopper.country)
    first = _land(walk, device, goods)
    _browse(walk, goods, first)
    if walk.cart and chance.happens(0.5):
        _check_out(walk, goods)
    elif not walk.known:
        _make_oneself_known(walk)
    _subscribe(walk, goods)
    if chance.happens(0.03):
        walk.turn_to("/stores")
        walk.act("FindLocation")
    if chance.happens(0.02):
        walk.turn_to("/contact")
        walk.wait()
        walk.act("Contact")
    return walk.steps


def _land(walk: Walk, device: Device, goods: Shelf) -> Product | None:
    """Arrive: from an ad, a search engine, or by themselves; the product, where it is a product's page."""
    chance = walk.chance
    source = chance.number()
    if source < 0.3:
        product = chance.one_of(goods.products)
        fbclid = device.click(chance, walk.at)
        query = f"?utm_source=social&utm_medium=paid&fbclid={fbclid}"
        walk.land(f"/p/{product.id}", query, "https://social.example/", device.fbc)
        return product
    if source < 0.6:
        product = chance.one_of(goods.products)
        walk.land(f"/p/{product.id}", "", "https://search.example/", device.fbc)
        return product
    walk.land("/", "", None, device.fbc)
    return None


def _browse(walk: Walk, goods: Shelf, first: Product | None) -> None:
    chance = walk.chance
    seen = [] if first is None else [first.id]
    if first is not None:
        _look(walk, goods, first)
    if first is None and chance.happens(0.25):
        words = chance.one_of(walk.shopper.country.words)
        walk.turn_to(f"/search?q={quote(words)}")
        walk.act("Search", {"search_string": words})
    elif first is None:
        walk.turn_to(f"/c/{chance.one_of(CATEGORIES)}")
    for _ in range(chance.mostly_small(0, _MOST_PRODUCTS)):
        product = chance.one_of(goods.products)
        if product.id in seen:
            continue
        seen.append(product.id)
        walk.turn_to(f"/p/{product.id}")
        _look(walk, goods, product)


def _look(walk: Walk, goods: Shelf, product: Product) -> None:
    chance = walk.chance
    walk.act("ViewContent", of_product(goods, product))
    wish = chance.number()
    if wish < 0.06:
        walk.wait()
        walk.act("AddToWishlist", of_product(goods, product))
    elif wish < 0.28:
        walk.wait()
        walk.cart[product] = 1 + chance.mostly_small(0, 2)
        walk.act("AddToCart", of_cart(goods, walk.cart, added=product))


def _check_out(walk: Walk, goods: Shelf) -> None:
    """From the cart to the order, or to the point where it is given up."""
    chance = walk.chance
    bought = of_cart(goods, walk.cart)
    number = sum(walk.cart.values())
    walk.turn_to("/checkout")
    walk.act("InitiateCheckout", {**bought, "num_items": number})
    if chance.happens(0.2):
        return
    # Name and address were typed in, account or not.
    walk.known = True
    walk.turn_to("/checkout/payment")
    walk.wait()
    walk.act("AddPaymentInfo", bought)
    if chance.happens(0.12):
        return
    order = walk.order_id()
    walk.turn_to("/checkout/thank-you")
    walk.act("Purchase", {**bought, "num_items": number, "order_id": order}, f"order-{order}")


def _make_oneself_known(walk: Walk) -> None:
    wanted = walk.chance.number()
    if wanted < 0.06:
        walk.turn_to("/account/new")
        walk.wait()
        walk.known = True
        walk.turn_to("/account/welcome")
        walk.act("CompleteRegistration", {"content_name": "account", "status": True})
    elif wanted < 0.1:
        walk.turn_to("/newsletter")
        walk.wait()
        walk.known = True
        walk.act("Lead", {"content_name": "newsletter"})


def _subscribe(walk: Walk, goods: Shelf) -> None:
    """A coffee subscription: first a trial, and at another visit the subscription itself."""
    chance, shopper = walk.chance, walk.shopper
    if not walk.known or not chance.happens(0.3 if shopper.trial else 0.05):
        return
    minor = int(_TRIAL_MINOR * shopper.country.price)
    year = goods.amount(minor * 12)
    if shopper.trial and not shopper.subscription:
        shopper.subscription = f"sub-{walk.order_id()}"
        walk.turn_to("/coffee-club/joined")
        custom = {"value": goods.amount(minor), "currency": goods.currency, "predicted_ltv": year}
        walk.act("Subscribe", custom)
    elif not shopper.trial:
        shopper.trial = True
        walk.turn_to("/coffee-club/trial")
        walk.act("StartTrial", {"value": goods.amount(0), "currency": goods.currency, "predicted_ltv": year})
