"""currency is missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import drop_custom, on, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("drop-currency", "value is sent without currency.", mode=12)


@KIND.variant("server", "The server's purchases lack it.", "CUS002 COV002", of=on("server", "Purchase"), rate=1)
def server(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a shop sells in one currency only and nobody thinks of it."""
    yield drop_custom(made, "currency")


@KIND.variant(
    "server-products", "The server's views of products lack it.", "CUS003", of=website("server", "ViewContent")
)
def server_products(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the price comes from the product, which knows no currency."""
    yield drop_custom(made, "currency")


@KIND.variant("browser", "The browser's purchases lack it.", "PIX001", of=website("browser", "Purchase"), rate=1)
def browser(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the data layer of the thank-you page has no currency."""
    yield drop_custom(made, "currency")


@KIND.variant(
    "browser-products", "The browser's views of products lack it.", "PIX002", of=website("browser", "ViewContent")
)
def browser_products(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a theme passes the price of a product alone."""
    yield drop_custom(made, "currency")
