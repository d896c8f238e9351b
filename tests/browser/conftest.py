"""A real browser, an emulator on a free port and a small shop."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from shop import open_shop

from simulator.emulator.service import Service
from simulator.emulator.serving import serving
from simulator.settings import Settings
from simulator.store import open_store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page
    from shop import Shop

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names of a shop, so that cookies have domains and pages are not on a secure origin.
    "--host-resolver-rules=MAP *.shop.example 127.0.0.1, MAP shop.example 127.0.0.1",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window; in CI it must be there.

    Not for the whole session: while Playwright runs, its event loop is the thread's, and no other test can have one.
    """
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing")
        pytest.skip(f"{CHROMIUM} is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        yield started
        started.close()


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
