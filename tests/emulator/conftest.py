"""The emulator in two ways: over a real socket and straight into the application, at a clock that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from calling import NOON, InProcess, OverSocket

from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.settings import Emulator, Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from calling import Client


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """A service on a store in memory; parametrise it indirectly with its arguments."""
    given = dict(getattr(request, "param", {}))
    with open_store(":memory:") as store:
        limits = given.pop("limits", Emulator())
        made = Service(store, Settings(workers=1, emulator=limits), clock=lambda: float(NOON), **given)
        yield made
        made.close()


@pytest.fixture(params=["socket", "in-process"])
def client(request: pytest.FixtureRequest, service: Service) -> Iterator[Client]:
    """Both ways to call the service."""
    if request.param == "in-process":
        yield InProcess(service)
        return
    with serving(service) as running:
        made = OverSocket(running.url)
        yield made
        made.close()
