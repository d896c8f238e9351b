"""The emulator on a socket, for the length of a context."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from simulator.emulator.pixels import Pixel
from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.settings import Settings
from simulator.store import open_store


class Emulated(NamedTuple):
    """A service on a store in memory, and its URL."""

    service: Service
    url: str


@contextmanager
def emulated(pixels: Iterable[Pixel] = ()) -> Iterator[Emulated]:
    """An emulator that knows these datasets, or any."""
    with open_store(":memory:") as store:
        service = Service(store, Settings(workers=1), pixels=list(pixels))
        with serving(service) as running:
            yield Emulated(service, running.url)
        service.close()
