"""A real browser, an emulator on a free port and a small shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from chromium import chromium
from shop import open_shop

from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from shop import Shop


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium without a window.

    Not for the whole session: while Playwright runs, its event loop is the thread's, and no other test can have one.
    """
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with an empty profile of its own."""
    context = browser.new_context()
    context.set_default_timeout(60_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def service() -> Iterator[Service]:
    """A service on a store in memory."""
    with open_store(":memory:") as store:
        made = Service(store, Settings(workers=1))
        yield made
        made.close()


@pytest.fixture
def emulator(service: Service) -> Iterator[str]:
    """The base URL of an emulator around the service."""
    with serving(service) as running:
        yield running.url


@pytest.fixture
def shop(emulator: str) -> Iterator[Shop]:
    """A shop that reports to the emulator."""
    with open_shop(emulator) as opened:
        yield opened
