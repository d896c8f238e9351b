"""The products of an event are not in the form they must have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from orjson import dumps

from simulator.synthetic.faults.changing import put_custom, put_items, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("bad-contents", "contents, content_ids or content_type are in a form that doesn't tell the products.")
_PRODUCTS = ("ViewContent", "AddToCart", "AddToWishlist")
_SERVER = website("server", *_PRODUCTS)
_BROWSER = website("browser", *_PRODUCTS)
# What the server sends is refused, so the browser's events have no copy.
_VIEWS = website("server", "ViewContent")


def _without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda item: {key: value for key, value in item.items() if key != name}


def _with_sku(item: dict[str, Any]) -> dict[str, Any]:
    return {"sku": item["id"], **_without("id")(item)}


@KIND.variant("no-id", "The server's products have no id.", "CUS004 COV002", of=_VIEWS, rate=1)
def no_id(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the shop system's own name for it is kept, sku."""
    yield put_items(made, _with_sku)


@KIND.variant("browser-no-id", "The browser's products have no id.", "PIX006 DUP011", of=_BROWSER)
def browser_no_id(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the data layer of another analytics tool is passed on."""
    yield put_items(made, _with_sku)


@KIND.variant("no-quantity", "The server's products have no quantity.", "CUS012 DUP011", of=_SERVER)
def no_quantity(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when one piece is supposed to go without saying."""
    yield put_items(made, _without("quantity"))


@KIND.variant("json-text", "The server's contents are JSON text.", "CUS011", of=_SERVER)
def json_text(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the list is encoded once by itself and once with the event."""
    yield put_custom(made, contents=dumps(made.payload["custom_data"]["contents"]).decode())


@KIND.variant("single", "The server's content_ids is one id without a list.", "CUS013", of=_VIEWS)
def single(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a product's page knows that there is but one."""
    yield put_custom(made, content_ids=made.payload["custom_data"]["content_ids"][0])


@KIND.variant("ids-as-contents", "The server's contents are ids with commas between.", "CUS014 DUP011", of=_SERVER)
def ids_as_contents(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when contents is taken for another name of content_ids, and both for text."""
    yield put_custom(made, contents=",".join(made.payload["custom_data"]["content_ids"]))


@KIND.variant("type", "Both channels call the content_type products.", "CUS015", of=website(None, *_PRODUCTS))
def type_(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the word is written from memory."""
    yield put_custom(made, content_type="products")
