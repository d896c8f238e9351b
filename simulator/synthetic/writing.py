"""A shop's bytes on their way out, with how far it has come; and what a run of them is called."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from simulator.run import Progress
from simulator.synthetic.forms import written
from simulator.synthetic.shop import Shop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from simulator.synthetic.faults import Applied
    from simulator.synthetic.forms import Form
    from simulator.synthetic.made import Fault, Made
    from simulator.synthetic.settings import ShopSettings


def shop_bytes(
    settings: ShopSettings,
    form: Form,
    faults: Sequence[Fault] = (),
    on_progress: Callable[[Progress], None] | None = None,
) -> Iterator[bytes]:
    """The bytes of a shop in one of its forms, in pieces.

    After each piece ``on_progress`` is told how many visits (as ``bytes_done`` of ``bytes_total``) and events there
    have been; its ``run`` is 0.
    """
    shop = Shop(settings, tuple(faults))
    counted = _Counted(shop)
    for piece in written(counted, form):
        if on_progress is not None:
            on_progress(counted.progress())
        yield piece


class _Counted:
    """A shop's traffic that is counted as it goes by."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._count = 0
        self._started = time.monotonic()

    def __iter__(self) -> Iterator[Made]:
        for made in self._shop.traffic():
            self._count += made.word is None
            yield made

    def progress(self) -> Progress:
        spent = time.monotonic() - self._started
        return Progress(0, self._shop.done, self._shop.planned, self._count, 0, 0, 0, 0, spent)


def titled(shop: ShopSettings, faults: Sequence[Applied]) -> str:
    """What a run of this traffic is called; how to make it again is in it."""
    named = f", with {', '.join(fault.name for fault in faults)}" if faults else ""
    return f"{shop.title}{named}"


def file_name(shop: ShopSettings, form: Form) -> str:
    """What a file of this traffic is called."""
    return f"synthetic-shop-seed-{shop.seed}.{'har' if form == 'har' else 'jsonl'}"
