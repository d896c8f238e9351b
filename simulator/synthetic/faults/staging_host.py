"""Pages of another place than the live shop report to its pixel."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from simulator.synthetic.faults.changing import put, website
from simulator.synthetic.faults.kind import Kind
from simulator.synthetic.made import Made

if TYPE_CHECKING:
    from simulator.synthetic.chance import Chance

KIND = Kind("staging-host", "Visits to a test or foreign site are reported like those to the shop.")
_SHOP = "https://made-up-shop.example"


def _moved(made: Made, origin: str) -> Made:
    payload = made.payload
    urls = {
        name: payload[name].replace(_SHOP, origin) for name in ("event_source_url", "referrer_url") if name in payload
    }
    return put(made, **urls)


@KIND.variant("preview", "Some visits are to a copy of the shop.", "ENV004", of=website(), per="visit", needs=["hosts"])
def preview(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when every branch of the code has a site of its own, with the live configuration."""
    yield _moved(made, "https://made-up-shop-7f3a.preview.example")


@KIND.variant(
    "staging", "Some visits are to the staging site.", "ENV005", of=website(), per="visit", needs=["production"]
)
def staging(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when the staging site has the live shop's pixel."""
    yield _moved(made, "https://staging.made-up-shop.example")


@KIND.variant(
    "localhost", "Some visits are to a developer's machine.", "ENV005", of=website(), per="visit", needs=["production"]
)
def localhost(made: Made, _chance: Chance) -> Iterable[Made]:
    """As when a developer starts the shop with the live configuration."""
    yield _moved(made, "http://localhost:3000")
